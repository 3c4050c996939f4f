import { EventEmitter } from "node:events";
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

interface Unleash {
  isEnabled(name: string, context: object): unknown;
  getVariant(name: string, context: object): unknown;
}

const constraint = (contextName: string, operator: string, value: string | readonly string[]) => ({
  ...{ contextName, operator, inverted: false, caseInsensitive: false },
  ...(typeof value === "string" ? { value, values: [] } : { values: value }),
});

function definition(scenario: Exclude<Scenario, "S6">, name: string): { readonly name: string } {
  const rollout = (percent: number, constraints: object[] = [], variants: object[] = []) => ({
    name: "flexibleRollout",
    parameters: { rollout: String(percent), stickiness: "userId", groupId: name },
    ...{ constraints, variants },
  });
  const flag = (...strategies: object[]) => ({
    name,
    type: "release",
    enabled: true,
    stale: false,
    impressionData: false,
    variants: [],
    strategies,
  });
  const variant = (key: string, weight: number) => ({
    name: key,
    weight: weight * 10,
    stickiness: "userId",
    payload: { type: "string", value: key },
  });
  switch (scenario) {
    case "S1":
      return flag();
    case "S2":
      return flag(rollout(25));
    case "S3":
      return flag(
        rollout(
          100,
          [],
          WEIGHTS.map(([key, weight]) => variant(key, weight)),
        ),
      );
    case "S4":
      return flag(
        rollout(100, [constraint("country", "IN", COUNTRIES), constraint("plan", "IN", ["enterprise"])]),
        rollout(100, [
          constraint("plan", "IN", ["pro", "team"]),
          constraint("appVersion", "SEMVER_GT", "4.9999.0"),
        ]),
        rollout(100, [
          constraint("seats", "NUM_GT", "10"),
          constraint("email", "STR_ENDS_WITH", ["@internal.example"]),
        ]),
        rollout(100, [
          constraint("appVersion", "SEMVER_GT", "1.9999.0"),
          constraint("country", "IN", OTHER_COUNTRIES),
        ]),
        rollout(
          100,
          [constraint("seats", "NUM_LT", "5000"), constraint("email", "STR_ENDS_WITH", [".example"])],
          [variant("on", 50), variant("off", 50)],
        ),
      );
    case "S5":
      return flag({ ...rollout(100), segments: [1] });
  }
}

class Flags extends EventEmitter {
  readonly toggles: ReadonlyMap<string, object>;
  private readonly segment = { id: 1, name: "many", constraints: [constraint("userId", "IN", SEGMENT_KEYS)] };

  constructor(toggles: readonly { readonly name: string }[]) {
    super();
    this.toggles = new Map(toggles.map((toggle) => [toggle.name, toggle]));
  }

  getToggle(name: string): object | undefined {
    return this.toggles.get(name);
  }

  start(): void {
    this.emit("ready");
  }

  getSegment(): object {
    return this.segment;
  }
}

export async function unleash(): Promise<Subject> {
  const { Unleash } = await load<{ Unleash: new (options: object) => Unleash & { start(): Promise<void> } }>(
    "unleash-client",
  );
  const open = async (flags: readonly { readonly name: string }[]): Promise<Unleash> => {
    const options = {
      appName: "bench",
      url: "http://127.0.0.1",
      disableMetrics: true,
      disableAutoStart: true,
      skipInstanceCountWarning: true,
    };
    const client = new Unleash({ ...options, repository: new Flags(flags) });
    await client.start();
    return client;
  };
  const one = await open((["S1", "S2", "S3", "S4", "S5"] as const).map((name) => definition(name, name)));
  const many = await open(thousand.map(({ scenario, key }) => definition(scenario, key)));
  const contexts = CONTEXTS.map(({ targetingKey, ...properties }) => ({ userId: targetingKey, properties }));
  const enabled = (name: string) => (i: number) => one.isEnabled(name, contexts[i]!);
  const variant = (name: string) => (i: number) => one.getVariant(name, contexts[i]!);
  return {
    name: "unleash-client",
    run: {
      ...{ S1: enabled("S1"), S2: enabled("S2"), S3: variant("S3"), S4: variant("S4"), S5: enabled("S5") },
      S6: (i) => {
        const answers = new Map<string, unknown>();
        for (const { scenario, key } of thousand)
          answers.set(
            key,
            scenario === "S1" || scenario === "S2"
              ? many.isEnabled(key, contexts[i]!)
              : many.getVariant(key, contexts[i]!),
          );
        return answers;
      },
    },
  };
}
