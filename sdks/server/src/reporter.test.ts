import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClientIn, type GuidonClient } from "./client.ts";
import { answer, startScriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import { change, checkout, production } from "./storefront.fixture.ts";
import { briskSurroundings } from "./surroundings.fixture.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ClientOptions } from "./types.ts";
import { version } from "./version.ts";

const one = production(1, [checkout(1, "control")]);
const two = production(2, [checkout(2, "one-page")]);
const three = production(3, [checkout(3, "express")]);

let server: ScriptedServer;
let client: GuidonClient | undefined;
let errors: string[];

beforeEach(async () => {
  server = await startScriptedServer(one);
  errors = [];
});
afterEach(async () => {
  await client?.close();
  await server.close();
});

async function connect(options: Partial<ClientOptions> = {}, surroundings: Partial<Surroundings> = {}) {
  client = createClientIn(briskSurroundings(surroundings), {
    url: server.url,
    key: "gdn_srv_test",
    requestTimeout: 500,
    logger: false,
    onError: (problem) => errors.push(problem.code),
    ...options,
  });
  await client.ready();
  return client;
}
function soon(read: () => unknown) {
  return expect.poll(read, { interval: 2, timeout: 2_000 });
}

test("says who it is and what it serves, soon after the first state and after every change", async () => {
  await connect();
  await soon(() => server.reports.length).toBe(1);
  expect(server.reports[0]).toEqual({
    type: "heartbeat",
    instance: expect.stringMatching(/^[\w-]{36}$/),
    sdk: { name: "guidon-server-sdk", version },
    engine: expect.any(Number),
    revision: 1,
    connection: "streaming",
    applied: [],
  });
  server.streams[0]?.change(change(one, two));
  await soon(() => server.reports.length).toBe(2);
  expect(server.reports[1]).toMatchObject({
    revision: 2,
    applied: [{ from: 1, to: 2, agoMs: expect.any(Number) }],
  });
  expect(server.reports[1]?.instance).toBe(server.reports[0]?.instance);
});

test("changes that follow each other closely are in one report, each with its own time", async () => {
  await connect({}, { reportDebounce: 60, random: () => 0.9 });
  await soon(() => server.reports.length).toBe(1);
  server.streams[0]?.change(change(one, two));
  server.streams[0]?.change(change(two, three));
  await soon(() => server.reports.length).toBe(2);
  expect(server.reports[1]?.applied.map(({ from, to }) => [from, to])).toEqual([
    [1, 2],
    [2, 3],
  ]);
  expect(server.reports[1]?.applied[0]?.agoMs).toBeGreaterThan(40);
});

test("goes on at regular times", async () => {
  await connect({}, { reportInterval: 10 });
  await soon(() => server.reports.length).toBeGreaterThan(3);
  expect(new Set(server.reports.map(({ revision }) => revision))).toEqual(new Set([1]));
});

test("a report that fails is tried again, a few times, and disturbs nobody", async () => {
  server.onReport = (_, response) => answer(response, 500);
  const flags = await connect();
  await soon(() => server.reports.length).toBe(3);
  await sleep(150);
  expect(server.reports).toHaveLength(3);
  expect(errors).toEqual([]);
  server.onReport = undefined;
  server.streams[0]?.change(change(one, two));
  await soon(() => server.reports.length).toBe(4);
  expect(server.reports[3]?.applied).toMatchObject([{ from: 1, to: 2 }]);
  expect(flags.status().state).toBe("streaming");
});

test("stays away for as long as an overloaded service asks, and tells then what it has applied meanwhile", async () => {
  server.onReport = (_, response) => answer(response, 429, { "retry-after": "1" });
  await connect({}, { longestRetryAfter: 100 });
  await soon(() => server.reports.length).toBe(1);
  server.onReport = undefined;
  const asked = performance.now();
  server.streams[0]?.change(change(one, two));
  await soon(() => server.reports.length).toBe(2);
  expect(performance.now() - asked).toBeGreaterThan(60);
  expect(server.reports[1]?.applied).toMatchObject([{ from: 1, to: 2 }]);
});

test("a service that does not know reports is not asked again", async () => {
  server.onReport = (_, response) => answer(response, 404);
  await connect({}, { reportInterval: 5 });
  await soon(() => server.reports.length).toBe(1);
  server.streams[0]?.change(change(one, two));
  await sleep(60);
  expect(server.reports).toHaveLength(1);
});

test("says goodbye, once, and does not wait for a service that does not answer", async () => {
  const flags = await connect();
  await soon(() => server.reports.length).toBe(1);
  // Only who has had an answer says goodbye, and the answer is on its way.
  await sleep(50);
  await flags.close();
  expect(server.reports.at(-1)).toMatchObject({ revision: 1, connection: "closed" });
  await sleep(30);
  expect(server.reports).toHaveLength(2);

  server.onReport = () => undefined;
  const deaf = await connect();
  await soon(() => server.reports.length).toBe(3);
  const started = performance.now();
  await deaf.close();
  expect(performance.now() - started).toBeLessThan(500);
});

test("sends nothing where it is turned off", async () => {
  await connect({ report: false });
  server.streams[0]?.change(change(one, two));
  await sleep(40);
  await client?.close();
  expect(server.reports).toEqual([]);
});
