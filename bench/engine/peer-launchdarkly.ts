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

interface Client {
  waitForInitialization(options: { timeout: number }): Promise<unknown>;
  variationDetail(key: string, context: object, fallback: unknown): Promise<unknown>;
  allFlagsState(context: object): Promise<unknown>;
  close(): void;
}
interface TestData {
  usePreconfiguredFlag(flag: object): Promise<unknown>;
  usePreconfiguredSegment(segment: object): Promise<unknown>;
  getFactory(): unknown;
}

const clause = (attribute: string, op: string, ...values: unknown[]) => ({
  attribute,
  op,
  values,
  contextKind: "user",
  negate: false,
});
const rollout = (...weights: number[]) => ({
  rollout: {
    contextKind: "user",
    variations: weights.map((weight, variation) => ({ variation, weight: weight * 1_000 })),
  },
});

function definition(scenario: Exclude<Scenario, "S6">, key: string): object {
  const flag = {
    ...{
      key,
      version: 1,
      on: true,
      salt: key,
      prerequisites: [],
      targets: [],
      contextTargets: [],
      rules: [] as object[],
    },
    ...{
      variations: [true, false] as unknown[],
      offVariation: 1,
      fallthrough: { variation: 1 } as object,
      clientSideAvailability: {},
    },
  };
  switch (scenario) {
    case "S1":
      return { ...flag, fallthrough: { variation: 0 } };
    case "S2":
      return { ...flag, fallthrough: rollout(25, 75) };
    case "S3":
      return {
        ...flag,
        variations: ["a", "b", "c", "d"],
        fallthrough: rollout(...WEIGHTS.map(([, weight]) => weight)),
      };
    case "S4":
      return {
        ...flag,
        rules: [
          {
            id: "r1",
            variation: 0,
            clauses: [clause("country", "in", ...COUNTRIES), clause("plan", "in", "enterprise")],
          },
          {
            id: "r2",
            variation: 0,
            clauses: [
              clause("plan", "in", "pro", "team"),
              clause("appVersion", "semVerGreaterThan", "4.9999.0"),
            ],
          },
          {
            id: "r3",
            variation: 0,
            clauses: [clause("seats", "greaterThan", 10), clause("email", "endsWith", "@internal.example")],
          },
          {
            id: "r4",
            variation: 0,
            clauses: [
              clause("appVersion", "semVerGreaterThan", "1.9999.0"),
              clause("country", "in", ...OTHER_COUNTRIES),
            ],
          },
          {
            id: "r5",
            ...rollout(50, 50),
            clauses: [clause("seats", "lessThan", 5_000), clause("email", "endsWith", ".example")],
          },
        ],
      };
    case "S5":
      return {
        ...flag,
        rules: [
          {
            id: "r1",
            variation: 0,
            clauses: [{ attribute: "", op: "segmentMatch", values: ["many"], negate: false }],
          },
        ],
      };
  }
}

export async function launchdarkly(): Promise<Subject> {
  const sdk = await load<{ init(key: string, options: object): Client }>("@launchdarkly/node-server-sdk");
  const { TestData } = await load<{ TestData: new () => TestData }>(
    "@launchdarkly/node-server-sdk/integrations",
  );
  const nothing = () => undefined;
  const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const open = async (flags: readonly object[], segments: readonly object[]): Promise<Client> => {
    const data = new TestData();
    for (const segment of segments) await data.usePreconfiguredSegment(segment);
    for (const flag of flags) await data.usePreconfiguredFlag(flag);
    const client = sdk.init("sdk-key", {
      updateProcessor: data.getFactory(),
      sendEvents: false,
      diagnosticOptOut: true,
      logger,
    });
    await client.waitForInitialization({ timeout: 5 });
    return client;
  };
  const segment = {
    key: "many",
    version: 1,
    included: SEGMENT_KEYS,
    excluded: [],
    includedContexts: [],
    excludedContexts: [],
    rules: [],
    salt: "many",
  };
  const one = await open(
    (["S1", "S2", "S3", "S4", "S5"] as const).map((key) => definition(key, key)),
    [segment],
  );
  const many = await open(
    thousand.map(({ scenario, key }) => definition(scenario, key)),
    [],
  );
  const contexts = CONTEXTS.map(({ targetingKey, ...attributes }) => ({
    kind: "user",
    key: targetingKey,
    ...attributes,
  }));
  const single = (key: string) => (i: number) => one.variationDetail(key, contexts[i]!, false);
  return {
    name: "launchdarkly",
    run: {
      ...{ S1: single("S1"), S2: single("S2"), S3: single("S3"), S4: single("S4"), S5: single("S5") },
      S6: (i) => many.allFlagsState(contexts[i]!),
    },
    close: () => {
      one.close();
      many.close();
    },
  };
}
