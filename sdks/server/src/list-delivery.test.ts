import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SegmentDocument, Snapshot } from "@guidon/engine";
import { listDigest } from "@guidon/engine/documents";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClientIn, type GuidonClient } from "./client.ts";
import type { ClientProblem } from "./problem.ts";
import { answer, startScriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import { change, flag, production } from "./storefront.fixture.ts";
import { briskSurroundings } from "./surroundings.fixture.ts";
import type { ClientOptions } from "./types.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let server: ScriptedServer;
let clients: GuidonClient[];
let problems: ClientProblem[];

beforeEach(async () => {
  server = await startScriptedServer();
  clients = [];
  problems = [];
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await server.close();
});

/** A flag that is on for the customers, whose list travels apart. */
function snapshot(revision: number, listRevision: number, keys: string[]): Snapshot {
  const reference = { revision: listRevision, count: keys.length, digest: listDigest(keys, sha256) };
  const customers: SegmentDocument = {
    ...{ key: "customers", revision, engine: 1, by: "targetingKey", rules: [] },
    lists: { included: reference, excluded: { keys: [] } },
  };
  const support = flag("support", 1, { on: true, off: false }, "off");
  const rules = [{ id: "them", when: { segment: "customers" }, serve: { variant: "on" } }];
  return production(revision, [{ ...support, rules }], { segments: [customers] });
}

function connect(options: Partial<ClientOptions> = {}): GuidonClient {
  const client = createClientIn(briskSurroundings(), {
    ...{ url: server.url, key: "gdn_srv_test", logger: false, report: false },
    onError: (problem) => problems.push(problem),
    ...options,
  });
  clients.push(client);
  return client;
}

const has = (client: GuidonClient, targetingKey: string) => client.isEnabled("support", { targetingKey });
const serve = (body: object) => {
  server.onList = (_, response) => answer(response, 200, { "content-type": "application/json" }, body);
};

test("is ready once the list is here, and evaluates with it", async () => {
  server.current = snapshot(1, 1, ["user-1", "user-2"]);
  serve({ keys: ["user-1", "user-2"] });
  const client = connect();
  await client.ready();
  expect(has(client, "user-1")).toBe(true);
  expect(has(client, "user-3")).toBe(false);
  expect(server.listRequests).toEqual(["/api/v1/segments/customers/list?list=included&revision=1"]);
});

test("is ready without the list where it cannot be had, and asks again", async () => {
  server.current = snapshot(1, 1, ["user-1"]);
  const client = connect();
  expect(await client.ready()).toMatchObject({ ready: true });
  expect(has(client, "user-1")).toBe(false);
  expect(problems).toMatchObject([{ code: "unexpected_response", status: 404 }]);
  serve({ keys: ["user-1"] });
  await expect.poll(() => has(client, "user-1")).toBe(true);
  expect(problems).toHaveLength(1);
});

test("asks for what changed since the list that it holds, and goes on with that one meanwhile", async () => {
  const first = snapshot(1, 1, ["user-1"]);
  server.current = first;
  serve({ keys: ["user-1"] });
  const client = connect();
  await client.ready();
  const changes: { revision: number; flags: readonly string[] }[] = [];
  client.on("change", ({ revision, flags }) => changes.push({ revision, flags }));
  let release = () => {};
  server.onList = (_, response) => {
    release = () => answer(response, 200, {}, { since: 1, added: ["user-2"], removed: [] });
  };
  const second = snapshot(2, 2, ["user-1", "user-2"]);
  server.streams[0]!.change(change(first, second));
  await expect.poll(() => server.listRequests.at(-1)).toContain("revision=2&since=1");
  expect([has(client, "user-1"), has(client, "user-2")]).toEqual([true, false]);
  expect(client.status().revision).toBe(2);
  release();
  await expect.poll(() => has(client, "user-2")).toBe(true);
  expect(changes).toEqual([
    { revision: 2, flags: ["support"] },
    { revision: 2, flags: ["support"] },
  ]);
});

test("asks for nothing where the change of a list came with the stream", async () => {
  const first = snapshot(1, 1, ["user-1"]);
  server.current = first;
  serve({ keys: ["user-1"] });
  const client = connect();
  await client.ready();
  const step = { segment: "customers", list: "included" as const, since: 1, added: ["user-2"], removed: [] };
  server.streams[0]!.change({ ...change(first, snapshot(2, 2, ["user-1", "user-2"])), lists: [step] });
  await expect.poll(() => has(client, "user-2")).toBe(true);
  expect(server.listRequests).toHaveLength(1);
});

test("does not take a list that is not what its segment names", async () => {
  server.current = snapshot(1, 1, ["user-1"]);
  serve({ keys: ["somebody-else"] });
  const client = connect();
  await client.ready();
  expect(has(client, "somebody-else")).toBe(false);
  expect(problems).toMatchObject([{ code: "list_refused" }]);
});

test("has its lists again after a restart while the service is away", async () => {
  const folder = await mkdtemp(join(tmpdir(), "guidon-lists-"));
  const cacheFile = join(folder, "flags.json");
  server.current = snapshot(1, 1, ["user-1"]);
  serve({ keys: ["user-1"] });
  const before = connect({ cacheFile });
  await before.ready();
  await before.close();
  server.onStream = server.onSnapshot = server.onList = (_, response) => answer(response, 503);
  const after = connect({ cacheFile });
  expect(await after.ready()).toMatchObject({ ready: true, source: "cache" });
  expect([has(after, "user-1"), has(after, "user-2")]).toEqual([true, false]);
  await after.close();
  await rm(folder, { recursive: true });
});
