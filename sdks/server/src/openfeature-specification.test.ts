import { existsSync, readFileSync } from "node:fs";
import type { Condition, FlagDocument, Json } from "@guidon/engine";
import {
  OpenFeature,
  type EvaluationContext,
  type EvaluationDetails,
  type JsonValue,
} from "@openfeature/server-sdk";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readScenarios, type Scenario } from "./gherkin.fixture.ts";
import { createProvider } from "./openfeature.ts";
import { answer, startScriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import { flag, production } from "./storefront.fixture.ts";

const reference = new URL("../../../../shared/reference/openfeature/", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, reference), "utf8");

// What the specification leaves to a provider and this one does otherwise, or what OpenFeature's own SDK answers for.
const skipped: [RegExp, string][] = [
  [/^CACHED reason/, "every evaluation is made anew: there is no cached answer to mark"],
  [/^Returns no metadata/, "flag metadata always carries the revisions"],
  [/^Evaluation options with hooks/, "hooks are run by the OpenFeature SDK, not by a provider"],
];

const noop = () => undefined;

interface ReferenceFlag {
  variants: Record<string, Json>;
  defaultVariant?: string | null;
  disabled?: boolean;
  contextEvaluator?: string;
  flagMetadata?: Record<string, Json> | null;
}

/** The reference flag as a Guidon document; its CEL expressions are all of the form `a && b ? 'variant' : ''`. */
function documentOf([key, { variants, defaultVariant, disabled, contextEvaluator, flagMetadata }]: [
  string,
  ReferenceFlag,
]): FlagDocument {
  const [, test, variant = ""] = /^(.*) \? '(.*)' : ''$/.exec(contextEvaluator ?? "") ?? [];
  const rules =
    test === undefined
      ? []
      : [{ id: "r1", when: { all: test.split(" && ").map(clauseOf) }, serve: { variant } }];
  return {
    ...flag(key, 1, variants, defaultVariant ?? Object.keys(variants)[0] ?? ""),
    on: disabled !== true && defaultVariant != null,
    rules,
    metadata: flagMetadata ?? {},
  };
}

function clauseOf(term: string): Condition {
  const [, not] = /^!(\w+)$/.exec(term) ?? [];
  if (not !== undefined) return { attribute: not, op: "in", values: [false] };
  const [, attribute, text] = /^(\w+) == '(.*)'$/.exec(term) ?? [];
  if (attribute !== undefined && text !== undefined) return { attribute, op: "in", values: [text] };
  const [, measure = "", number] = /^(\w+) > (\d+)$/.exec(term) ?? [];
  return { attribute: measure, op: "gt", values: [Number(number)] };
}

const isHere = existsSync(reference);
const scenarios = isHere
  ? [...readScenarios(read("evaluation_v2.feature")), ...readScenarios(read("metadata.feature"))]
  : [];

test("finds the specification's scenarios", ({ skip }) => {
  skip(!isHere, "shared/reference/openfeature does not stand beside this repository");
  expect(scenarios.length).toBeGreaterThan(80);
});

describe.skipIf(!isHere)("the OpenFeature specification", () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    // It logs what the scenarios provoke.
    OpenFeature.setLogger({ debug: noop, info: noop, warn: noop, error: noop });
    const flags = JSON.parse(read("test-flags.json")) as Record<string, ReferenceFlag>;
    server = await startScriptedServer(production(1, Object.entries(flags).map(documentOf)));
  });
  afterEach(async () => {
    await OpenFeature.clearProviders();
    server.onStream = server.onSnapshot = undefined;
  });
  afterAll(() => server.close());

  test.for(scenarios)("$name", async (scenario, { skip }) => {
    const [, why] = skipped.find(([name]) => name.test(scenario.name)) ?? [];
    skip(why !== undefined, why);
    expect.hasAssertions();
    await play(scenario, server);
  });
});

/** What a scenario has set up and seen so far. */
interface Play {
  server: ScriptedServer;
  context: EvaluationContext;
  asked: { type: string; key: string; fallback: string };
  details: EvaluationDetails<JsonValue>;
}

type Step = [RegExp, (play: Play, ...matched: string[]) => void | Promise<void>];

const steps: Step[] = [
  [/^a (stable|not ready|error|fatal|stale) provider$/, ({ server }, status = "") => provide(status, server)],
  [
    /^a (\w+)-flag with key "(.*)" and a fallback value "(.*)"$/,
    (play, type = "", key = "", fallback = "") => void (play.asked = { type, key, fallback }),
  ],
  [
    /^a context containing a key "(\w+)", with type "(\w+)" and with value "(.*)"$/,
    ({ context }, name = "", type = "", text = "") => void (context[name] = valueOf(type, text)),
  ],
  [
    /^a context containing a key "(\w+)" with null value$/,
    ({ context }, name = "") => void (context[name] = null),
  ],
  [/^an evaluation context with modifiable data$/, ({ context }) => void (context["inner"] = { list: [1] })],
  [
    /^the flag was evaluated with details(?: asynchronously)?$/,
    async (play) => void (play.details = await evaluate(play)),
  ],
  [
    /^the resolved details value should be "(.*)"$/s,
    ({ asked, details }, text = "") => expect(details.value).toEqual(valueOf(asked.type, text)),
  ],
  [/^the reason should be "(.*)"$/, ({ details }, reason) => expect(details.reason).toBe(reason)],
  [/^the error-code should be "(.*)"$/, ({ details }, code) => expect(details.errorCode).toBe(code)],
  [/^the variant should be "(.*)"$/, ({ details }, variant) => expect(details.variant).toBe(variant)],
  [/^the flag key should be "(.*)"$/, ({ details }, key) => expect(details.flagKey).toBe(key)],
  [
    /^the provider status should be "(.*)"$/,
    (_, status) => expect(OpenFeature.getClient().providerStatus).toBe(status),
  ],
  [
    /^the resolved metadata should contain\n(.*)$/s,
    ({ details }, table = "") => expect(details.flagMetadata).toMatchObject(metadataOf(table)),
  ],
  [
    /^the original evaluation context should remain unmodified$/,
    ({ context }) => expect(context).toEqual({ inner: { list: [1] } }),
  ],
  [
    /^the evaluation details should be immutable$/,
    (play) => expect(play.details.flagMetadata).toSatisfy(Object.isFrozen),
  ],
  [/^the evaluation should complete without blocking$/, ({ details }) => expect(details).toBeDefined()],
];

/** Plays a scenario against an OpenFeature client whose provider streams from a scripted server. */
async function play(scenario: Scenario, server: ScriptedServer): Promise<void> {
  const asked = { type: "Boolean", key: "", fallback: "" };
  const state: Play = { server, context: {}, asked, details: { flagKey: "", value: null, flagMetadata: {} } };
  for (const text of scenario.steps) {
    const [pattern, act] = steps.find(([candidate]) => candidate.test(text)) ?? [];
    if (pattern === undefined || act === undefined) throw new Error(`A step that is not known: ${text}`);
    await act(state, ...(pattern.exec(text) ?? []).slice(1));
  }
}

function evaluate({ asked, context }: Play): Promise<EvaluationDetails<JsonValue>> {
  const client = OpenFeature.getClient();
  const fallback = valueOf(asked.type, asked.fallback);
  if (typeof fallback === "boolean") return client.getBooleanDetails(asked.key, fallback, context);
  if (typeof fallback === "string") return client.getStringDetails(asked.key, fallback, context);
  if (typeof fallback === "number") return client.getNumberDetails(asked.key, fallback, context);
  return client.getObjectDetails(asked.key, fallback, context);
}

async function provide(status: string, server: ScriptedServer): Promise<void> {
  const provider = createProvider(
    { url: server.url, key: "gdn_srv_test", logger: false, pollInterval: 5 },
    { readyTimeout: status === "error" ? 60 : 5_000 },
  );
  const away: ScriptedServer["onStream"] = (_, response) => void response.destroy();
  if (status === "fatal") server.onStream = (_, response) => answer(response, 401);
  if (status === "error") server.onStream = server.onSnapshot = away;
  if (status === "not ready") {
    server.onStream = server.onSnapshot = () => undefined;
    // Deliberately not awaited: the scenario is about the time before.
    OpenFeature.setProvider(provider);
    return;
  }
  await OpenFeature.setProviderAndWait(provider).catch(() => undefined);
  if (status !== "stale") return;
  server.onStream = server.onSnapshot = away;
  server.streams.at(-1)?.drop();
  await expect
    .poll(() => OpenFeature.getClient().providerStatus, { interval: 2, timeout: 3_000 })
    .toBe("STALE");
}

function valueOf(type: string, text: string): JsonValue {
  switch (type) {
    case "Boolean":
      return text === "true";
    case "Integer":
    case "Float":
      return Number(text);
    case "Object":
      return JSON.parse(text.replaceAll('\\"', '"')) as JsonValue;
    default:
      return text;
  }
}

function metadataOf(table: string): Record<string, JsonValue> {
  const rows = table.split("\n").slice(1);
  const cells = rows.map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
  return Object.fromEntries(cells.map(([key = "", type = "", value = ""]) => [key, valueOf(type, value)]));
}
