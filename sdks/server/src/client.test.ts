import { readFile } from "node:fs/promises";
import { compile, evaluate } from "@guidon/engine";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createClient, createClientIn, type GuidonClient } from "./client.ts";
import { answer, startScriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import { change, checkout, flag, production } from "./storefront.fixture.ts";
import { briskSurroundings } from "./surroundings.fixture.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ChangeEvent, ClientOptions, ClientProblem, EvaluationContext } from "./types.ts";
import { version } from "./version.ts";

const email = { ...flag("outbound-email", 1, { on: true, off: false }, "on"), metadata: { owner: "growth" } };
const one = production(1, [checkout(1, "control"), email], { archived: ["old-banner"] });
const two = production(2, [checkout(2, "one-page"), email], { archived: ["old-banner"] });

let server: ScriptedServer;
let clients: GuidonClient[];

beforeEach(async () => {
  server = await startScriptedServer(one);
  clients = [];
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await server.close();
});

function connect(
  options: Partial<ClientOptions> = {},
  surroundings: Partial<Surroundings> = {},
): GuidonClient {
  const client = createClientIn(briskSurroundings(surroundings), {
    url: server.url,
    key: "gdn_srv_test",
    pollInterval: 20,
    logger: false,
    ...options,
  });
  clients.push(client);
  return client;
}

function unreachable(): void {
  server.onStream = server.onSnapshot = (_, response) => void response.destroy();
}

describe("evaluate", () => {
  test("serves the default before there is a state, and says so", () => {
    expect(connect().evaluate("new-checkout", { targetingKey: "user-42" }, "control")).toEqual({
      flag: "new-checkout",
      value: "control",
      variant: null,
      reason: "ERROR",
      errorCode: "PROVIDER_NOT_READY",
      detail: "not_ready",
      flagRevision: 0,
      environmentRevision: 0,
      source: "none",
      stale: true,
    });
  });

  test("serves the flag with its reason, revisions, metadata and source", async () => {
    const client = connect();
    await client.ready();
    expect(client.evaluate("outbound-email", {}, false)).toEqual({
      flag: "outbound-email",
      value: true,
      variant: "on",
      reason: "STATIC",
      flagRevision: 1,
      environmentRevision: 1,
      metadata: { owner: "growth" },
      source: "stream",
      stale: false,
    });
  });

  test("keeps everything that the engine says of an answer", async () => {
    const rules = [
      {
        id: "r_split",
        when: { all: [] },
        serve: {
          split: {
            by: ["targetingKey"],
            seed: 7,
            slices: [["express", 0, 100_000] as const],
            gates: [
              { kind: "traffic" as const, by: ["targetingKey"], seed: 8, ranges: [[0, 99_999] as const] },
            ],
            experiment: { key: "checkout-q4", phase: 1 },
          },
        },
      },
    ];
    server.current = production(1, [{ ...checkout(1, "control"), rules }]);
    const client = connect();
    await client.ready();
    const snapshot = server.current;
    const program = compile(snapshot);
    const context = { targetingKey: "user-42" };
    const answer = evaluate(program, "new-checkout", context, { now: 0, type: "string" });
    expect(answer).toHaveProperty("draws");
    expect(client.evaluate("new-checkout", context, "default")).toEqual({
      ...answer,
      flag: "new-checkout",
      source: "stream",
      stale: false,
    });
  });

  test("serves the default for a flag that is unknown, archived or of another type", async () => {
    const client = connect();
    await client.ready();
    expect(client.evaluate("no-such", {}, "x")).toMatchObject({ value: "x", errorCode: "FLAG_NOT_FOUND" });
    expect(client.evaluate("old-banner", {}, "x")).toMatchObject({ value: "x", detail: "archived" });
    expect(client.evaluate("outbound-email", {}, "x")).toMatchObject({
      value: "x",
      errorCode: "TYPE_MISMATCH",
    });
    expect(client.evaluate("outbound-email", {}, null)).toMatchObject({ value: true });
  });

  test("serves the default of a flag that is off without an off variant", async () => {
    server.current = production(1, [{ ...checkout(1, "control"), on: false }]);
    const client = connect();
    await client.ready();
    expect(client.evaluate("new-checkout", {}, "mine")).toMatchObject({
      value: "mine",
      variant: null,
      reason: "DISABLED",
    });
  });

  const throwing = {
    get targetingKey(): string {
      throw new Error("a getter of the application");
    },
  };
  test.each<[string, unknown, unknown, object]>([
    ["a flag key that is not a string", undefined, {}, { detail: "flag_key_invalid", errorCode: "GENERAL" }],
    ["an empty flag key", "", {}, { detail: "flag_key_invalid", errorCode: "GENERAL" }],
    [
      "a context that is a string",
      "new-checkout",
      "user-42",
      { detail: "context_invalid", errorCode: "INVALID_CONTEXT" },
    ],
    ["a context that is an array", "new-checkout", [], { errorCode: "INVALID_CONTEXT" }],
  ])("names %s instead of throwing", async (_, key, context, expected) => {
    const client = connect();
    await client.ready();
    expect(client.evaluate(key as string, context as EvaluationContext, "safe")).toMatchObject({
      value: "safe",
      reason: "ERROR",
      ...expected,
    });
    expect(client.getVariation(key as string, context as EvaluationContext, "safe")).toBe("safe");
    expect(client.explain(key as string, context as EvaluationContext)).toBeUndefined();
  });

  test.each([undefined, null])("takes %s for an empty context", async (context) => {
    const client = connect();
    await client.ready();
    expect(client.getVariation("new-checkout", context as undefined, "safe")).toBe("control");
  });

  test("serves objects that nobody can change for everybody else", async () => {
    server.current = production(1, [
      flag("home-banner", 1, { winter: { show: true, links: ["/sale"] } }, "winter"),
    ]);
    const client = connect();
    await client.ready();
    const banner = client.getVariation("home-banner", {}, { show: false, links: [""] });
    expect(() => banner.links.push("/mine")).toThrow(TypeError);
    expect(client.getVariation("home-banner", {}, {})).toEqual({ show: true, links: ["/sale"] });
  });

  test("survives a context that throws", async () => {
    const targeted = {
      ...checkout(1, "control"),
      targets: [{ by: "targetingKey", keys: ["a"], variant: "express" }],
    };
    server.current = production(1, [targeted]);
    const client = connect();
    await client.ready();
    expect(client.evaluate("new-checkout", throwing, "safe").value).toMatch(/safe|control/);
    expect(() => client.evaluateAll(throwing)).not.toThrow();
    expect(() => client.explain("new-checkout", throwing)).not.toThrow();
  });

  test("has shorthands that agree with it", async () => {
    const client = connect();
    await client.ready();
    expect(client.isEnabled("outbound-email")).toBe(true);
    expect(client.isEnabled("no-such", {}, true)).toBe(true);
    expect(client.isEnabled("new-checkout")).toBe(false);
    const variant: string = client.getVariation("new-checkout", {}, "express");
    expect(variant).toBe("control");
    expect(client.evaluateAll()).toMatchObject({
      "new-checkout": { value: "control", source: "stream" },
      "outbound-email": { value: true, metadata: { owner: "growth" } },
    });
    expect(client.explain("new-checkout")).toMatchObject({
      flag: "new-checkout",
      evaluation: { variant: "control" },
    });
  });
});

describe("ready", () => {
  test("is content with a bootstrap at once", async () => {
    const client = connect({ bootstrap: one });
    expect(client.isEnabled("outbound-email")).toBe(true);
    expect(await client.ready()).toEqual({ ready: true, source: "bootstrap", revision: 1, stale: true });
  });

  test("waits for the service when it is asked for a fresh state", async () => {
    server.current = two;
    const client = connect({ bootstrap: one });
    expect(await client.ready({ fresh: true })).toMatchObject({
      source: "stream",
      revision: 2,
      stale: false,
    });
  });

  test("settles for the bootstrap as soon as the service turns out to be away", async () => {
    unreachable();
    const client = connect({ bootstrap: one });
    expect(await client.ready({ fresh: true, timeout: 2_000 })).toMatchObject({
      source: "bootstrap",
      stale: true,
    });
  });

  test("says what is wrong when the time is up, and does not throw", async () => {
    unreachable();
    const client = connect();
    expect(await client.ready({ timeout: 50 })).toMatchObject({
      ready: false,
      problem: { code: "unreachable" },
    });
  });

  test("names a service that says nothing at all", async () => {
    server.onStream = server.onSnapshot = () => undefined;
    expect(await connect().ready({ timeout: 20 })).toMatchObject({
      ready: false,
      problem: { code: "timeout" },
    });
  });

  test("does not wait for a client that is closed", async () => {
    unreachable();
    const client = connect();
    const waiting = client.ready();
    await client.close();
    expect(await waiting).toMatchObject({ ready: false, problem: { code: "closed" } });
  });
});

describe("events", () => {
  test("tell which flags changed, and stop when asked to", async () => {
    const client = connect();
    const changes: ChangeEvent[] = [];
    const stop = client.on("change", (event) => changes.push(event));
    await client.ready();
    server.streams[0]?.change(change(one, two));
    await expect.poll(() => changes.length, { interval: 2 }).toBe(2);
    expect(changes).toEqual([
      {
        revision: 1,
        environment: "storefront/production",
        source: "stream",
        flags: ["new-checkout", "outbound-email"],
      },
      {
        revision: 2,
        previousRevision: 1,
        environment: "storefront/production",
        source: "stream",
        flags: ["new-checkout"],
      },
    ]);
    stop();
    server.streams[0]?.change(change(two, production(3, [])));
    await expect.poll(() => client.status().revision, { interval: 2 }).toBe(3);
    expect(changes).toHaveLength(2);
  });

  test("report a listener that throws, and go on", async () => {
    const problems: ClientProblem[] = [];
    const client = connect({ onError: (problem) => problems.push(problem) });
    client.on("change", () => {
      throw new Error("a bug in the application");
    });
    await client.ready();
    expect(problems).toMatchObject([{ code: "listener_failed" }]);
    expect(client.status().state).toBe("streaming");
  });
});

test("writes a refused key to the log as an error, and an interruption only for the curious", async () => {
  const logger = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const client = connect({ logger });
  await client.ready();
  server.onStream = (_, response) => answer(response, 401, {}, { title: "Revoked" });
  server.streams[0]?.end();
  await expect.poll(() => logger.error.mock.calls.length, { interval: 2 }).toBe(1);
  expect(logger.error).toHaveBeenCalledWith("guidon: The service refused this key (401: Revoked).");
  expect(logger.info).toHaveBeenCalledWith("guidon: The service ended the stream.");
  expect(logger.warn).not.toHaveBeenCalled();
});

test("is not disturbed by a logger or an error listener that throws", async () => {
  const fail = () => {
    throw new Error("a bug in the application");
  };
  const client = connect({ logger: { info: fail, warn: fail, error: fail }, onError: fail });
  await client.ready();
  server.streams[0]?.drop();
  await expect.poll(() => server.streams.length, { interval: 2 }).toBe(2);
  await expect.poll(() => client.status().state, { interval: 2 }).toBe("streaming");
});

test("is closed by `await using`", async () => {
  let escaped: GuidonClient;
  {
    await using client = connect();
    await client.ready();
    escaped = client;
  }
  expect(escaped.status().state).toBe("closed");
});

test("refuses to be made without an address or a key", () => {
  expect(() => createClient({ url: "", key: "gdn_srv_test" })).toThrow(TypeError);
  expect(() => createClient({ url: "https://flags.example", key: "" })).toThrow(TypeError);
});

test("tells the service its true version", async () => {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  expect(version).toBe(manifest.version);
});
