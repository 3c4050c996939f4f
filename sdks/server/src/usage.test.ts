import { setTimeout as sleep } from "node:timers/promises";
import type { FlagDocument } from "@guidon/engine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClientIn, type GuidonClient } from "./client.ts";
import type { ExposureEvent, MetricEvent } from "./events.ts";
import { answer, startScriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import { change, checkout, flag, production } from "./storefront.fixture.ts";
import { briskSurroundings } from "./surroundings.fixture.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ClientOptions, ClientProblem } from "./types.ts";

/** Half and half, by company; an experiment where a phase is named. */
function banner(revision: number, phase?: number): FlagDocument {
  const split = {
    by: ["company.id", "targetingKey"],
    seed: 7,
    slices: [
      ["on", 0, 50_000],
      ["off", 50_000, 100_000],
    ] as const,
    ...(phase === undefined ? {} : { experiment: { key: "banner-q4", phase } }),
  };
  return { ...flag("banner", revision, { on: true, off: false }, "on"), fallthrough: { split } };
}
const one = production(1, [checkout(1, "control"), banner(1, 1)]);

let server: ScriptedServer;
let client: GuidonClient | undefined;
let problems: ClientProblem[];

beforeEach(async () => {
  server = await startScriptedServer(one);
  problems = [];
});
afterEach(async () => {
  server.onReport = undefined;
  await client?.close();
  await server.close();
});

async function connect(options: Partial<ClientOptions> = {}, surroundings: Partial<Surroundings> = {}) {
  client = createClientIn(briskSurroundings(surroundings), {
    url: server.url,
    key: "gdn_srv_test",
    requestTimeout: 500,
    report: false,
    logger: false,
    onError: (problem) => problems.push(problem),
    ...options,
  });
  await client.ready();
  return client;
}
function soon(read: () => unknown) {
  return expect.poll(read, { interval: 2, timeout: 2_000 });
}

const sent = () => server.batches.flat();
const counts = () => sent().flatMap((event) => (event.type === "counts" ? event.counts : []));
const exposures = () => sent().filter((event): event is ExposureEvent => event.type === "exposure");
const metrics = () => sent().filter((event): event is MetricEvent => event.type === "metric");
const names = () => exposures().map(({ unit, variant }) => `${unit.value} ${variant}`);

test("counts what is asked for by name, by outcome, and not what is delivered in bulk", async () => {
  const flags = await connect();
  for (let n = 0; n < 3; n++) flags.getVariation("new-checkout", { targetingKey: `user-${n}` }, "");
  flags.isEnabled("new-checkout");
  flags.evaluate("old", {}, null);
  flags.evaluate("older", {}, null);
  flags.evaluateAll({});
  flags.explain("new-checkout");
  await flags.flush();
  expect(counts()).toEqual([
    {
      ...{ flag: "new-checkout", flagRevision: 1, variant: "control", reason: "STATIC" },
      ...{ detail: null, ruleId: null, count: 3 },
    },
    expect.objectContaining({ flag: "new-checkout", variant: null, reason: "ERROR", count: 1 }),
    expect.objectContaining({ flag: "", reason: "ERROR", count: 2 }),
  ]);
  await flags.flush();
  expect(server.batches).toHaveLength(1);
});

test("counts each minute by itself", async () => {
  let now = Date.parse("2026-11-21T10:00:59.900Z");
  const flags = await connect({}, { now: () => now });
  flags.isEnabled("banner", { targetingKey: "user-1" });
  now += 200;
  flags.isEnabled("banner", { targetingKey: "user-1" });
  await flags.flush();
  expect(sent().flatMap((event) => (event.type === "counts" ? [event.at] : []))).toEqual([
    "2026-11-21T10:00:00.000Z",
    "2026-11-21T10:01:00.000Z",
  ]);
});

test("records who took part in an experiment, by whom it draws, once", async () => {
  const flags = await connect();
  for (let n = 0; n < 5; n++) flags.isEnabled("banner", { targetingKey: "user-1", company: { id: 42 } });
  flags.isEnabled("banner", { targetingKey: "user-2", company: { id: 42 } });
  flags.isEnabled("banner", { targetingKey: "user-1" });
  flags.isEnabled("new-checkout", { targetingKey: "user-1" });
  flags.isEnabled("banner", {});
  flags.evaluateAll({ targetingKey: "user-3" });
  await flags.flush();
  expect(exposures()).toEqual([
    {
      type: "exposure",
      id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
      at: expect.stringMatching(/Z$/),
      environmentRevision: 1,
      flag: "banner",
      flagRevision: 1,
      variant: flags.isEnabled("banner", { company: { id: 42 } }) ? "on" : "off",
      unit: { path: "company.id", value: "42" },
      experiment: { key: "banner-q4", phase: 1 },
    },
    expect.objectContaining({ unit: { path: "targetingKey", value: "user-1" } }),
  ]);
});

test("records again what a new phase or another day brings, and nothing where there is no experiment", async () => {
  let now = Date.now();
  const flags = await connect({}, { now: () => now });
  const use = async () => {
    flags.isEnabled("banner", { targetingKey: "user-1" });
    await flags.flush();
    return exposures().map(({ experiment }) => experiment.phase);
  };
  expect(await use()).toEqual([1]);
  const two = production(2, [checkout(1, "control"), banner(2, 2)]);
  server.streams[0]?.change(change(one, two));
  await soon(() => flags.status().revision).toBe(2);
  expect(await use()).toEqual([1, 2]);
  now += 86_400_000;
  await use();
  now += 86_400_000;
  expect(await use()).toEqual([1, 2, 2]);
  server.streams[0]?.change(change(two, production(3, [checkout(1, "control"), banner(3)])));
  await soon(() => flags.status().revision).toBe(3);
  expect(await use()).toEqual([1, 2, 2]);
});

test("tracks what a user did, and says what it cannot track", async () => {
  const flags = await connect();
  flags.track("order-placed", { targetingKey: "user-1" }, { value: 49.9 });
  flags.track("seat-added", {}, { unit: { path: "company.id", value: "42" } });
  await flags.flush();
  expect(metrics()).toMatchObject([
    { event: "order-placed", unit: { path: "targetingKey", value: "user-1" }, value: 49.9 },
    { event: "seat-added", unit: { path: "company.id", value: "42" } },
  ]);
  flags.track("", { targetingKey: "user-1" });
  flags.track("order-placed", {});
  flags.track("order-placed", { targetingKey: "user-1" }, { value: Number.NaN });
  flags.track("order-placed", null as never, null as never);
  flags.track(Symbol.iterator as never);
  expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => "event_invalid"));
});

test("sends by itself, in time", async () => {
  const flags = await connect({}, { eventInterval: 20 });
  flags.isEnabled("new-checkout");
  await soon(() => counts().length).toBe(1);
  flags.track("order-placed", { targetingKey: "user-1" });
  await soon(() => metrics().length).toBe(1);
  expect(server.batches).toHaveLength(2);
});

test("sends what did not arrive again, the same under the same ids, and together with what came meanwhile", async () => {
  let answers = 0;
  server.onReport = (_, response) => {
    answers += 1;
    // Taken, and the answer lost on its way.
    if (answers === 1) response.destroy();
    else answer(response, answers === 2 ? 503 : 202, {}, { accepted: 0, rejected: [] });
  };
  const flags = await connect({}, { eventInterval: 10 });
  flags.track("order-placed", { targetingKey: "user-1" });
  await soon(() => answers).toBe(1);
  flags.track("order-placed", { targetingKey: "user-2" });
  await soon(() => answers).toBeGreaterThanOrEqual(3);
  const [first, second, third] = server.batches.map((batch) => batch.map(({ id }) => id));
  expect(second?.[0]).toBe(first?.[0]);
  expect(third).toEqual([first?.[0], expect.any(String)]);
  expect(problems).toEqual([]);
});

test("stays away for as long as an overloaded service asks", async () => {
  server.onReport = (_, response) => answer(response, 429, { "retry-after": "1" });
  const flags = await connect({}, { eventInterval: 1, longestRetryAfter: 100 });
  flags.track("order-placed", { targetingKey: "user-1" });
  await soon(() => server.batches.length).toBe(1);
  server.onReport = undefined;
  const asked = performance.now();
  await flags.flush();
  expect(server.batches).toHaveLength(1);
  await soon(() => server.batches.length).toBe(2);
  expect(performance.now() - asked).toBeGreaterThan(60);
});

test("goes in batches that the service takes, one at a time, early where there is much", async () => {
  let open = 0;
  let most = 0;
  server.onReport = (_, response) => {
    most = Math.max(most, ++open);
    setTimeout(() => {
      open -= 1;
      answer(response, 202, {}, { accepted: 0, rejected: [] });
    }, 3);
  };
  const flags = await connect();
  for (let n = 0; n < 2_600; n++) flags.track("order-placed", { targetingKey: `user-${n}` });
  await soon(() => new Set(metrics().map(({ unit }) => unit.value)).size).toBe(2_600);
  expect(Math.max(...server.batches.map((batch) => batch.length))).toBe(500);
  expect(metrics()).toHaveLength(2_600);
  expect(most).toBe(1);
});

test("holds so many events and no more, goes on evaluating, and tells what was lost", async () => {
  server.onReport = (_, response) => answer(response, 503);
  const flags = await connect();
  const track = (n: number) => flags.track("order-placed", { targetingKey: `user-${n}` });
  for (let n = 0; n < 12_000; n++) track(n);
  await flags.flush();
  // An exposure that found no room is tried again with the next use.
  expect(flags.evaluate("banner", { targetingKey: "user-1" }, false)).toMatchObject({ reason: "SPLIT" });
  server.onReport = undefined;
  server.batches = [];
  await flags.flush();
  expect(metrics()).toHaveLength(10_000);
  expect(problems.at(-1)).toMatchObject({ code: "events_lost", message: expect.stringContaining("200") });
  flags.isEnabled("banner", { targetingKey: "user-1" });
  await flags.flush();
  expect(names()).toEqual([expect.stringContaining("user-1")]);
});

test("what the service refuses is lost alone, and said to be", async () => {
  const flags = await connect();
  flags.track("order-placed", { targetingKey: "user-1" });
  server.onReport = (_, response) =>
    answer(response, 202, {}, { accepted: 0, rejected: [{ index: 0, code: "too_old", detail: "Too old." }] });
  await flags.flush();
  server.onReport = (_, response) => answer(response, 413);
  flags.track("order-placed", { targetingKey: "user-2" });
  await flags.flush();
  server.onReport = undefined;
  flags.track("order-placed", { targetingKey: "user-3" });
  await flags.flush();
  expect(metrics().map(({ unit }) => unit.value)).toEqual(["user-1", "user-2", "user-3"]);
  expect(problems.map(({ message }) => message)).toEqual([
    "1 events are lost. Too old.",
    "1 events are lost. The service does not take them (413).",
  ]);
});

test("a service that knows no events is not asked again", async () => {
  server.onReport = (_, response) => answer(response, 404);
  const flags = await connect({}, { eventInterval: 5 });
  flags.track("order-placed", { targetingKey: "user-1" });
  await soon(() => server.batches.length).toBe(1);
  flags.track("order-placed", { targetingKey: "user-2" });
  flags.isEnabled("banner", { targetingKey: "user-1" });
  await sleep(40);
  expect(server.batches).toHaveLength(1);
});

test("sends the rest when it is closed, and does not wait long for a service that does not answer", async () => {
  const flags = await connect();
  flags.isEnabled("banner", { targetingKey: "user-1" });
  flags.track("order-placed", { targetingKey: "user-1" });
  await flags.close();
  expect([counts().length, exposures().length, metrics().length]).toEqual([1, 1, 1]);
  flags.isEnabled("banner", { targetingKey: "user-2" });
  flags.track("order-placed", { targetingKey: "user-2" });
  await flags.close();
  expect(server.batches).toHaveLength(1);

  server.onReport = () => undefined;
  const deaf = await connect({ requestTimeout: 5_000 });
  deaf.track("order-placed", { targetingKey: "user-1" });
  const started = performance.now();
  await deaf.close();
  expect(performance.now() - started).toBeLessThan(1_500);
});

test("sends nothing where it is turned off", async () => {
  const flags = await connect({ events: false });
  flags.isEnabled("banner", { targetingKey: "user-1" });
  flags.track("order-placed", { targetingKey: "user-1" });
  await flags.flush();
  await flags.close();
  expect(server.batches).toEqual([]);
});
