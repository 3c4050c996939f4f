import type { EvaluationContext, FlagDocument, Rule, SegmentDocument, Snapshot } from "@guidon/engine";
import { makeSnapshot } from "@guidon/engine/documents";

/** The flags that every subject is given, in Guidon's documents; the peers' files say the same in their own. */

export const SCENARIOS = ["S1", "S2", "S3", "S4", "S5", "S6"] as const;
export type Scenario = (typeof SCENARIOS)[number];

export const TITLES: Readonly<Record<Scenario, string>> = {
  S1: "plain boolean",
  S2: "25 % split",
  S3: "four weighted variants",
  S4: "five rules of two clauses, then 50/50",
  S5: "segment of 10,000 keys",
  S6: "all of 1,000 flags",
};

/** How many of the 1,000 flags of S6 are of each scenario. */
export const MIX = { S1: 400, S2: 300, S3: 100, S4: 200 } as const;

const letters = "abcdefghijklmnopqrstuvwxyz";
const country = (i: number): string =>
  letters[i % 26]!.toUpperCase() + letters[Math.floor(i / 26) % 26]!.toUpperCase();
export const COUNTRIES: readonly string[] = Array.from({ length: 20 }, (_, i) => country(i));
export const OTHER_COUNTRIES: readonly string[] = Array.from({ length: 20 }, (_, i) => country(i + 40));

export interface BenchContext extends EvaluationContext {
  readonly targetingKey: string;
  readonly country: string;
  readonly plan: string;
  readonly appVersion: string;
  readonly seats: number;
  readonly email: string;
}

/** 10,000 users whose keys look like UUIDs; they pass four rules of S4 and match the fifth. */
const written: readonly BenchContext[] = Array.from({ length: 10_000 }, (_, i) => {
  const hex = (Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, "0");
  return {
    targetingKey: `${hex}-0000-4000-8000-${hex}${(i % 10_000).toString().padStart(4, "0")}`,
    country: COUNTRIES[i % 20]!,
    plan: i % 2 ? "pro" : "team",
    appVersion: `4.${i % 30}.${i % 7}`,
    seats: 11 + (i % 900),
    email: `user${i}@shop.example`,
  };
});

/** As they come off the wire, with flat strings. */
export const CONTEXTS = JSON.parse(JSON.stringify(written)) as readonly BenchContext[];

/** Every second user, and as many strangers. */
export const SEGMENT_KEYS: readonly string[] = CONTEXTS.map(({ targetingKey }, i) =>
  i % 2 ? targetingKey : `stranger-${i}`,
);

export const WEIGHTS = [
  ["a", 40],
  ["b", 30],
  ["c", 20],
  ["d", 10],
] as const;

const booleans = {
  type: "boolean",
  variants: [
    { key: "on", value: true },
    { key: "off", value: false },
  ],
  offVariant: "off",
} as const;
const shared = {
  revision: 1,
  engine: 1,
  on: true,
  prerequisites: [],
  targets: [],
  rules: [],
  client: true,
  metadata: {},
} as const;
const clause = (
  attribute: string,
  op: Extract<Rule["when"], { op: unknown }>["op"],
  ...values: (string | number)[]
) => ({ attribute, op, values });

function flag(scenario: Exclude<Scenario, "S6">, key: string, seed: number): FlagDocument {
  const split = (on: number) => ({
    split: {
      by: ["targetingKey"],
      seed,
      slices: [
        ["on", 0, on],
        ["off", on, 100_000],
      ] as ["on" | "off", number, number][],
    },
  });
  switch (scenario) {
    case "S1":
      return { key, ...shared, ...booleans, fallthrough: { variant: "on" } };
    case "S2":
      return { key, ...shared, ...booleans, fallthrough: split(25_000) };
    case "S3": {
      let end = 0;
      const slices = WEIGHTS.map(
        ([variant, weight]) => [variant, end, (end += weight * 1_000)] as [string, number, number],
      );
      const variants = WEIGHTS.map(([variant]) => ({ key: variant, value: variant }));
      return {
        key,
        ...shared,
        type: "string",
        variants,
        offVariant: "a",
        fallthrough: { split: { by: ["targetingKey"], seed, slices } },
      };
    }
    case "S4": {
      const rule = (id: string, ...all: Rule["when"][]): Rule => ({
        id,
        when: { all },
        serve: { variant: "on" },
      });
      const rules = [
        rule("r1", clause("country", "in", ...COUNTRIES), clause("plan", "in", "enterprise")),
        rule("r2", clause("plan", "in", "pro", "team"), clause("appVersion", "semverGte", "5.0.0")),
        rule("r3", clause("seats", "gt", 10), clause("email", "endsWith", "@internal.example")),
        rule("r4", clause("appVersion", "semverGte", "2.0.0"), clause("country", "in", ...OTHER_COUNTRIES)),
        {
          ...rule("r5", clause("seats", "lt", 5_000), clause("email", "endsWith", ".example")),
          serve: split(50_000),
        },
      ];
      return { key, ...shared, ...booleans, rules, fallthrough: { variant: "off" } };
    }
    case "S5":
      return {
        key,
        ...shared,
        ...booleans,
        rules: [{ id: "r1", when: { segment: "many" }, serve: { variant: "on" } }],
        fallthrough: { variant: "off" },
      };
  }
}

const parts = { environment: "bench/engine", revision: 1, publishedAt: "2026-06-01T00:00:00Z", archived: [] };

const many: SegmentDocument = {
  ...{ key: "many", revision: 1, engine: 1, by: "targetingKey", rules: [] },
  lists: { included: { keys: SEGMENT_KEYS }, excluded: { keys: [] } },
};

/** One flag of each of S1 to S5, called by the scenario's name. */
export const singles: Snapshot = makeSnapshot({
  ...parts,
  flags: (["S1", "S2", "S3", "S4", "S5"] as const).map((scenario, i) => flag(scenario, scenario, 1_000 + i)),
  segments: [many],
});

/** What the 1,000 flags are: scenario, key and seed. */
export const thousand: readonly {
  readonly scenario: keyof typeof MIX;
  readonly key: string;
  readonly seed: number;
}[] = (Object.entries(MIX) as [keyof typeof MIX, number][]).flatMap(([scenario, count]) =>
  Array.from({ length: count }, (_, i) => ({
    scenario,
    key: `${scenario}-flag-${i}`,
    seed: 7_919 * (i + 1),
  })),
);

export const all: Snapshot = makeSnapshot({
  ...parts,
  flags: thousand.map(({ scenario, key, seed }) => flag(scenario, key, seed)),
  segments: [],
});
