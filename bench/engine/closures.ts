import {
  COUNTRIES,
  CONTEXTS,
  OTHER_COUNTRIES,
  SEGMENT_KEYS,
  thousand,
  WEIGHTS,
  type BenchContext,
  type Scenario,
} from "./scenarios.ts";
import type { Subject } from "./subject.ts";

/** What somebody would write by hand for these very flags, and nothing else: the floor. */

interface Answer {
  readonly value: unknown;
  readonly variant: string;
  readonly reason: string;
}
export type Closure = (context: BenchContext) => Answer;

function hash(text: string, seed: number): number {
  let h = seed;
  let i = 0;
  for (; i + 4 <= text.length; i += 4) {
    let k =
      text.charCodeAt(i) |
      (text.charCodeAt(i + 1) << 8) |
      (text.charCodeAt(i + 2) << 16) |
      (text.charCodeAt(i + 3) << 24);
    k = Math.imul(k, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h ^= k;
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  let k = 0;
  for (let shift = 0; i < text.length; i++, shift += 8) k |= text.charCodeAt(i) << shift;
  k = Math.imul(k, 0xcc9e2d51);
  h ^= Math.imul((k << 15) | (k >>> 17), 0x1b873593) ^ text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const bucket = (text: string, seed: number): number => Math.floor((hash(text, seed) * 100_000) / 2 ** 32);

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;
function isAtLeast(version: string, major: number, minor: number, patch: number): boolean {
  const match = VERSION.exec(version);
  if (!match) return false;
  const [a, b, c] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return a !== major ? a > major : b !== minor ? b > minor : c >= patch;
}

const countries = new Set(COUNTRIES);
const others = new Set(OTHER_COUNTRIES);

export function closure(scenario: Exclude<Scenario, "S6">, seed: number): Closure {
  switch (scenario) {
    case "S1":
      return () => ({ value: true, variant: "on", reason: "STATIC" });
    case "S2":
      return ({ targetingKey }) =>
        bucket(targetingKey, seed) < 25_000
          ? { value: true, variant: "on", reason: "SPLIT" }
          : { value: false, variant: "off", reason: "SPLIT" };
    case "S3": {
      let end = 0;
      const ends = WEIGHTS.map(([variant, weight]) => ({ variant, end: (end += weight * 1_000) }));
      return ({ targetingKey }) => {
        const drawn = bucket(targetingKey, seed);
        for (const { variant, end } of ends)
          if (drawn < end) return { value: variant, variant, reason: "SPLIT" };
        throw new Error("unreachable");
      };
    }
    case "S4":
      return (context) => {
        const on = { value: true, variant: "on", reason: "TARGETING_MATCH" };
        if (countries.has(context.country) && context.plan === "enterprise") return on;
        if ((context.plan === "pro" || context.plan === "team") && isAtLeast(context.appVersion, 5, 0, 0))
          return on;
        if (context.seats > 10 && context.email.endsWith("@internal.example")) return on;
        if (isAtLeast(context.appVersion, 2, 0, 0) && others.has(context.country)) return on;
        if (context.seats < 5_000 && context.email.endsWith(".example"))
          return bucket(context.targetingKey, seed) < 50_000
            ? { value: true, variant: "on", reason: "SPLIT" }
            : { value: false, variant: "off", reason: "SPLIT" };
        return { value: false, variant: "off", reason: "DEFAULT" };
      };
    case "S5": {
      // As off the wire: no context's key is the very string that the list has, which would be found without being read.
      const keys = new Set(JSON.parse(JSON.stringify(SEGMENT_KEYS)) as string[]);
      return ({ targetingKey }) =>
        keys.has(targetingKey)
          ? { value: true, variant: "on", reason: "TARGETING_MATCH" }
          : { value: false, variant: "off", reason: "DEFAULT" };
    }
  }
}

export const makeThousand = (): Map<string, Closure> =>
  new Map(thousand.map(({ scenario, key, seed }) => [key, closure(scenario, seed)]));

export function closures(): Subject {
  const flags = new Map(
    (["S1", "S2", "S3", "S4", "S5"] as const).map((scenario, i) => [
      scenario as string,
      closure(scenario, 1_000 + i),
    ]),
  );
  const many = makeThousand();
  const single = (key: string) => (i: number) => flags.get(key)!(CONTEXTS[i]!);
  return {
    name: "closures",
    run: {
      ...{ S1: single("S1"), S2: single("S2"), S3: single("S3"), S4: single("S4"), S5: single("S5") },
      S6: (i) => {
        const answers = new Map<string, Answer>();
        for (const [key, evaluate] of many) answers.set(key, evaluate(CONTEXTS[i]!));
        return answers;
      },
    },
  };
}
