import {
  CONTEXTS,
  COUNTRIES,
  OTHER_COUNTRIES,
  SEGMENT_KEYS,
  thousand,
  WEIGHTS,
  type Scenario,
} from "./scenarios.ts";
import { load, type Subject } from "./subject.ts";

interface FlagdCore {
  setConfigurations(json: string): unknown;
  resolveBooleanEvaluation(key: string, fallback: boolean, context: object): unknown;
  resolveStringEvaluation(key: string, fallback: string, context: object): unknown;
  resolveAll(context: object): unknown;
}

const v = (name: string) => ({ var: name });
const half = (on: number) => ({
  fractional: [
    ["on", on],
    ["off", 100 - on],
  ],
});

function definition(scenario: Exclude<Scenario, "S6">): object {
  const flag = { state: "ENABLED", variants: { on: true, off: false }, defaultVariant: "off" };
  switch (scenario) {
    case "S1":
      return { ...flag, defaultVariant: "on" };
    case "S2":
      return { ...flag, targeting: half(25) };
    case "S3":
      return {
        ...flag,
        variants: { a: "a", b: "b", c: "c", d: "d" },
        defaultVariant: "a",
        targeting: { fractional: WEIGHTS },
      };
    case "S4":
      return {
        ...flag,
        targeting: {
          if: [
            ...[{ and: [{ in: [v("country"), COUNTRIES] }, { in: [v("plan"), ["enterprise"]] }] }, "on"],
            ...[
              { and: [{ in: [v("plan"), ["pro", "team"]] }, { sem_ver: [v("appVersion"), ">=", "5.0.0"] }] },
              "on",
            ],
            ...[{ and: [{ ">": [v("seats"), 10] }, { ends_with: [v("email"), "@internal.example"] }] }, "on"],
            ...[
              {
                and: [{ sem_ver: [v("appVersion"), ">=", "2.0.0"] }, { in: [v("country"), OTHER_COUNTRIES] }],
              },
              "on",
            ],
            ...[{ and: [{ "<": [v("seats"), 5_000] }, { ends_with: [v("email"), ".example"] }] }, half(50)],
          ],
        },
      };
    case "S5":
      return { ...flag, targeting: { if: [{ in: [v("targetingKey"), SEGMENT_KEYS] }, "on", "off"] } };
  }
}

export async function flagd(): Promise<Subject> {
  const { FlagdCore } = await load<{ FlagdCore: new () => FlagdCore }>("@openfeature/flagd-core");
  const one = new FlagdCore();
  one.setConfigurations(
    JSON.stringify({
      flags: Object.fromEntries(
        (["S1", "S2", "S3", "S4", "S5"] as const).map((key) => [key, definition(key)]),
      ),
    }),
  );
  const many = new FlagdCore();
  many.setConfigurations(
    JSON.stringify({
      flags: Object.fromEntries(thousand.map(({ scenario, key }) => [key, definition(scenario)])),
    }),
  );
  const boolean = (key: string) => (i: number) => one.resolveBooleanEvaluation(key, false, CONTEXTS[i]!);
  return {
    name: "flagd-core",
    run: {
      ...{ S1: boolean("S1"), S2: boolean("S2"), S4: boolean("S4"), S5: boolean("S5") },
      S3: (i) => one.resolveStringEvaluation("S3", "", CONTEXTS[i]!),
      S6: (i) => many.resolveAll(CONTEXTS[i]!),
    },
  };
}
