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
  initSync(options: object): Client;
  evalFeature(key: string, user: object): unknown;
}

function definition(scenario: Exclude<Scenario, "S6">, key: string): object {
  const split = (variations: readonly unknown[], weights: readonly number[]) => ({
    key,
    hashAttribute: "id",
    hashVersion: 2,
    seed: key,
    variations,
    weights,
  });
  switch (scenario) {
    case "S1":
      return { defaultValue: true };
    case "S2":
      return { defaultValue: false, rules: [split([true, false], [0.25, 0.75])] };
    case "S3":
      return {
        defaultValue: "a",
        rules: [
          split(
            WEIGHTS.map(([name]) => name),
            WEIGHTS.map(([, weight]) => weight / 100),
          ),
        ],
      };
    case "S4":
      return {
        defaultValue: false,
        rules: [
          { condition: { country: { $in: COUNTRIES }, plan: { $in: ["enterprise"] } }, force: true },
          { condition: { plan: { $in: ["pro", "team"] }, appVersion: { $vgte: "5.0.0" } }, force: true },
          { condition: { seats: { $gt: 10 }, email: { $regex: "@internal\\.example$" } }, force: true },
          { condition: { appVersion: { $vgte: "2.0.0" }, country: { $in: OTHER_COUNTRIES } }, force: true },
          {
            condition: { seats: { $lt: 5_000 }, email: { $regex: "\\.example$" } },
            ...split([true, false], [0.5, 0.5]),
          },
        ],
      };
    case "S5":
      return { defaultValue: false, rules: [{ condition: { id: { $inGroup: "many" } }, force: true }] };
  }
}

export async function growthbook(): Promise<Subject> {
  const { GrowthBookClient } = await load<{ GrowthBookClient: new () => Client }>("@growthbook/growthbook");
  const open = (features: object, savedGroups: object = {}) =>
    new GrowthBookClient().initSync({ payload: { features, savedGroups } });
  const one = open(
    Object.fromEntries((["S1", "S2", "S3", "S4", "S5"] as const).map((key) => [key, definition(key, key)])),
    { many: SEGMENT_KEYS },
  );
  const many = open(
    Object.fromEntries(thousand.map(({ scenario, key }) => [key, definition(scenario, key)])),
  );
  const users = CONTEXTS.map(({ targetingKey, ...attributes }) => ({
    attributes: { id: targetingKey, ...attributes },
  }));
  const single = (key: string) => (i: number) => one.evalFeature(key, users[i]!);
  return {
    name: "growthbook",
    run: {
      ...{ S1: single("S1"), S2: single("S2"), S3: single("S3"), S4: single("S4"), S5: single("S5") },
      S6: (i) => {
        const answers = new Map<string, unknown>();
        for (const { key } of thousand) answers.set(key, many.evalFeature(key, users[i]!));
        return answers;
      },
    },
  };
}
