import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createClientIn, type GuidonClient } from "./client.ts";
import { answer, openStream, startScriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import { change, checkout, minute, production } from "./storefront.fixture.ts";
import { briskSurroundings } from "./surroundings.fixture.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ClientOptions } from "./types.ts";

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
  client = undefined;
  await server.close();
});

function connect(
  options: Partial<ClientOptions> = {},
  surroundings: Partial<Surroundings> = {},
): GuidonClient {
  client = createClientIn(briskSurroundings(surroundings), {
    url: server.url,
    key: "gdn_srv_test",
    pollInterval: 20,
    requestTimeout: 500,
    logger: false,
    onError: (problem) => errors.push(problem.code),
    ...options,
  });
  return client;
}

const served = () => client?.getVariation("new-checkout", {}, "default");
function soon(read: () => unknown) {
  return expect.poll(read, { interval: 2, timeout: 2_000 });
}
const asked = (what: "stream" | "snapshot") => server.requests.filter((request) => request.what === what);

describe("a healthy stream", () => {
  test("brings the first state and every change after it, and nothing is polled", async () => {
    const status: string[] = [];
    connect().on("status", ({ state }) => status.push(state));
    expect(await client?.ready()).toEqual({ ready: true, source: "stream", revision: 1, stale: false });
    expect(served()).toBe("control");
    server.streams[0]?.change(change(one, two));
    await soon(served).toBe("one-page");
    server.streams[0]?.change(change(two, three));
    await soon(served).toBe("express");
    expect(asked("snapshot")).toHaveLength(0);
    expect(status).toEqual(["streaming"]);
    expect(client?.status()).toMatchObject({
      state: "streaming",
      source: "stream",
      revision: 3,
      stale: false,
    });
  });

  test("is resumed where it broke off, and what was missed arrives as one change", async () => {
    connect();
    await client?.ready();
    server.onStream = (request, response) => {
      const stream = openStream(request, response);
      if (stream.lastEventId === "1") stream.change(change(one, three));
    };
    server.streams[0]?.drop();
    await soon(served).toBe("express");
    expect(asked("stream").map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "1"]);
    expect(errors).toEqual(["unreachable"]);
    expect(client?.status()).not.toHaveProperty("lastError");
  });

  test("that falls silent is given up and opened again", async () => {
    connect({}, { heartbeat: 15 });
    await client?.ready();
    await soon(() => server.streams.length).toBeGreaterThan(1);
    expect(errors[0]).toBe("silent");
    await soon(() => client?.status().state).toBe("streaming");
  });

  test("is not polled beside while it merely reconnects", async () => {
    connect({}, { backOff: { base: 40, cap: 40 }, random: () => 0.99 });
    await client?.ready();
    server.streams[0]?.end();
    await soon(() => client?.status().state).toBe("connecting");
    await soon(() => client?.status().state).toBe("streaming");
    expect(asked("snapshot")).toHaveLength(0);
  });

  test("that names a window is come back to within it", async () => {
    connect({}, { random: () => 0.5 });
    await client?.ready();
    server.streams[0]?.write("retry: 120\n\n");
    await sleep(10);
    const dropped = performance.now();
    server.streams[0]?.drop();
    await soon(() => server.streams.length).toBe(2);
    expect((asked("stream")[1]?.at ?? 0) - dropped).toBeGreaterThanOrEqual(58);
  });
});

describe("a state that cannot be trusted", () => {
  test("after a change from another base, the whole is asked for on a new connection", async () => {
    connect();
    await client?.ready();
    server.current = three;
    server.streams[0]?.change(change(two, three));
    await soon(served).toBe("express");
    expect(asked("stream").map(({ headers }) => headers["last-event-id"])).toEqual([undefined, undefined]);
    expect(errors).toEqual(["change_refused"]);
  });

  test("changes in the wrong order never show a mixture", async () => {
    connect();
    await client?.ready();
    const seen = new Set<unknown>();
    client?.on("change", ({ revision }) => seen.add(`${revision} ${served()}`));
    server.current = three;
    server.streams[0]?.change(change(two, three));
    server.streams[0]?.change(change(one, two));
    await soon(served).toBe("express");
    expect([...seen]).toEqual(["3 express"]);
  });

  test("a corrupted snapshot is refused, and polling brings a sound one", async () => {
    server.onStream = (request, response) =>
      openStream(request, response).snapshot({ ...two, checksum: one.checksum });
    connect();
    expect(await client?.ready()).toMatchObject({ ready: true, source: "poll", revision: 1 });
    expect(errors).toEqual(["snapshot_refused"]);
  });

  test("a corrupted snapshot after a good one leaves the good one in place", async () => {
    connect();
    await client?.ready();
    server.onStream = server.onSnapshot = (_, response) => answer(response, 500);
    server.streams[0]?.snapshot({ ...two, checksum: one.checksum });
    await soon(() => client?.status().state).toBe("offline");
    expect(served()).toBe("control");
    expect(errors[0]).toBe("snapshot_refused");
  });

  test("a process that lags behind does not take the client back", async () => {
    server.current = two;
    connect();
    await client?.ready();
    server.current = one;
    server.streams[0]?.drop();
    await soon(() => errors).toContain("service_behind");
    expect(served()).toBe("one-page");
    server.current = three;
    await soon(served).toBe("express");
    await soon(() => client?.status().state).toBe("streaming");
    expect(errors).not.toContain("history_replaced");
  });

  test("a restored backup is followed once the service has insisted on it", async () => {
    server.current = two;
    connect({}, { acceptRewindAfter: 200 });
    await client?.ready();
    server.current = one;
    server.streams[0]?.drop();
    await soon(served).toBe("control");
    expect(errors).toContain("history_replaced");
    await soon(() => client?.status().state).toBe("streaming");
  });

  test("a new database is followed at once", async () => {
    server.current = three;
    connect();
    await client?.ready();
    server.current = production(1, [checkout(1, "control")], { publishedAt: minute(50) });
    server.streams[0]?.drop();
    await soon(served).toBe("control");
    expect(errors).toContain("history_replaced");
  });
});

describe("without a stream", () => {
  test("polls, with the ETag of what it holds", async () => {
    server.onStream = (_, response) => answer(response, 404);
    connect();
    expect(await client?.ready()).toMatchObject({ ready: true, source: "poll" });
    expect(client?.status().state).toBe("polling");
    await soon(() => asked("snapshot").length).toBeGreaterThan(2);
    expect(asked("snapshot").at(-1)?.headers["if-none-match"]).toMatch(/^"1-/);
    server.current = two;
    await soon(served).toBe("one-page");
    expect(errors).toEqual(["unexpected_response"]);
  });

  test("polls while the headers of the stream are slow, and stops once it is up", async () => {
    const slow: (() => void)[] = [];
    server.onStream = (request, response) =>
      void slow.push(() => openStream(request, response).snapshot(two));
    connect({}, { streamGrace: 10 });
    expect(await client?.ready()).toMatchObject({ source: "poll" });
    slow[0]?.();
    await soon(() => client?.status()).toMatchObject({ state: "streaming", revision: 2 });
    await sleep(40);
    const before = asked("snapshot").length;
    await sleep(60);
    expect(asked("snapshot")).toHaveLength(before);
  });

  test("goes offline when nothing answers, keeps evaluating, and says how old the state is", async () => {
    connect({ staleAfter: 30 });
    await client?.ready();
    server.onStream = server.onSnapshot = (_, response) => void response.destroy();
    server.streams[0]?.drop();
    await soon(() => client?.status().state).toBe("offline");
    await soon(() => client?.evaluate("new-checkout", {}, "default")).toMatchObject({
      value: "control",
      stale: true,
    });
    expect(client?.status().staleForMs).toBeGreaterThanOrEqual(30);
    server.onStream = server.onSnapshot = undefined;
    await soon(() => client?.status().state).toBe("streaming");
    expect(client?.evaluate("new-checkout", {}, "default").stale).toBe(false);
    expect(errors).toEqual(["unreachable"]);
  });

  test("stays away for as long as an overloaded service asks", async () => {
    server.onStream = (_, response) => answer(response, 503, { "retry-after": "1" });
    server.onSnapshot = server.onStream;
    connect({}, { longestRetryAfter: 150 });
    await soon(() => server.requests.length).toBeGreaterThan(1);
    const [first, second] = server.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(145);
  });
});

describe("a refused key", () => {
  test("is reported once and tried again slowly, and polling does not go on with it", async () => {
    server.onStream = server.onSnapshot = (_, response) =>
      answer(response, 401, {}, { title: "Unknown key" });
    connect({}, { random: () => 0.5 });
    expect(await client?.ready()).toMatchObject({
      ready: false,
      problem: { code: "unauthorized", status: 401 },
    });
    await soon(() => server.requests.length).toBe(2);
    const [first, second] = server.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(145);
    expect(asked("snapshot")).toHaveLength(0);
    expect(errors).toEqual(["unauthorized"]);
    expect(client?.status()).toMatchObject({ state: "offline", source: "none" });
  });

  test("that is accepted later works without a restart", async () => {
    server.onStream = (_, response) => answer(response, 403);
    connect({}, { refusedKeyRetry: 20 });
    await soon(() => errors).toEqual(["unauthorized"]);
    server.onStream = undefined;
    await soon(served).toBe("control");
    expect(client?.status().state).toBe("streaming");
  });

  test("that is revoked while streaming leaves the last state in place", async () => {
    connect();
    await client?.ready();
    server.onStream = server.onSnapshot = (_, response) => answer(response, 401);
    server.streams[0]?.end();
    await soon(() => client?.status()).toMatchObject({
      state: "offline",
      lastError: { code: "unauthorized" },
    });
    expect(served()).toBe("control");
  });
});

test("close ends every connection and sends nothing more", async () => {
  connect();
  await client?.ready();
  await client?.close();
  expect(client?.status().state).toBe("closed");
  expect(served()).toBe("control");
  const before = server.requests.length;
  server.streams[0]?.change(change(one, two));
  await sleep(60);
  expect(server.requests).toHaveLength(before);
  expect(served()).toBe("control");
});
