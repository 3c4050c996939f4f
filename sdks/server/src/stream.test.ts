import { afterEach, expect, test } from "vitest";
import type { ClientProblem } from "./problem.ts";
import { answer, openStream, startScriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import type { Service } from "./service.ts";
import { followStream, type StreamHandlers } from "./stream.ts";
import { briskSurroundings } from "./surroundings.fixture.ts";

let server: ScriptedServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Follows one scripted connection and records everything that it hands on. */
async function follow(
  script: ScriptedServer["onStream"],
  options: { heartbeat?: number; requestTimeout?: number; resumeFrom?: number; signal?: AbortSignal } = {},
  refuse?: (body: unknown) => ClientProblem | undefined,
) {
  server = await startScriptedServer();
  server.onStream = script;
  const service: Service = {
    url: new URL(`${server.url}/`),
    key: "gdn_srv_test",
    fetch: globalThis.fetch,
    requestTimeout: options.requestTimeout ?? 2_000,
    surroundings: briskSurroundings({ heartbeat: options.heartbeat ?? 1_000 }),
  };
  const heard: [string, unknown][] = [];
  const handlers: StreamHandlers = {
    alive: () => undefined,
    snapshot: (body) => (heard.push(["snapshot", body]), refuse?.(body)),
    change: (body) => (heard.push(["change", body]), refuse?.(body)),
    retry: (ms) => void heard.push(["retry", ms]),
  };
  const signal = options.signal ?? new AbortController().signal;
  const end = await followStream(service, options.resumeFrom, signal, handlers);
  return { end, heard, requests: server.requests };
}

test("hands on snapshots, changes and the retry window, in order", async () => {
  const { end, heard } = await follow((request, response) => {
    const stream = openStream(request, response);
    stream.write("retry: 2500\n\n");
    stream.snapshot({ revision: 1 });
    stream.write(": heartbeat\n\n");
    stream.change({ to: 2 });
    stream.write("event: news\ndata: of a later version\n\n");
    stream.end();
  });
  expect(heard).toEqual([
    ["retry", 2_500],
    ["snapshot", { revision: 1 }],
    ["change", { to: 2 }],
  ]);
  expect(end.code).toBe("disconnected");
});

test("puts characters and frames together that arrive in pieces", async () => {
  const bytes = Buffer.from('event: snapshot\r\ndata: {"name":"Świętopełk 🚩"}\r\n\r\n');
  const { heard } = await follow((request, response) => {
    const stream = openStream(request, response);
    let next = 0;
    // A byte a turn: every multi-byte character and every line ending is cut in two.
    const turn = setInterval(() => {
      if (next < bytes.length) return stream.write(bytes.subarray(next, ++next));
      clearInterval(turn);
      stream.end();
    }, 0);
  });
  expect(heard).toEqual([["snapshot", { name: "Świętopełk 🚩" }]]);
});

test("sends the key and the revision to resume from", async () => {
  const { requests } = await follow((_, response) => answer(response, 204), { resumeFrom: 41 });
  expect(requests[0]?.headers).toMatchObject({
    authorization: "Bearer gdn_srv_test",
    accept: "text/event-stream",
    "last-event-id": "41",
  });
});

test("takes heartbeat comments for life, and three missed ones for death", async () => {
  const started = performance.now();
  const { end } = await follow(
    (request, response) => {
      const stream = openStream(request, response);
      let beats = 0;
      const beat = setInterval(
        () => (++beats <= 5 ? stream.write(": heartbeat\n\n") : clearInterval(beat)),
        20,
      );
    },
    { heartbeat: 20 },
  );
  expect(end).toMatchObject({ code: "silent" });
  // Five beats of 20 ms, then three of silence.
  expect(performance.now() - started).toBeGreaterThan(140);
});

test("gives up on headers that do not come", async () => {
  const { end } = await follow(() => undefined, { requestTimeout: 30 });
  expect(end).toMatchObject({ code: "timeout" });
});

test("names a connection that breaks", async () => {
  const { end } = await follow((request, response) => {
    const stream = openStream(request, response);
    stream.write("event: snap");
    setTimeout(() => stream.drop(), 10);
  });
  expect(end.code).toBe("unreachable");
});

test("reports overload with the time to stay away", async () => {
  const { end } = await follow((_, response) =>
    answer(response, 503, { "retry-after": "3" }, { title: "Full" }),
  );
  expect(end).toMatchObject({ code: "overloaded", status: 503, retryAfterMs: 3_000 });
});

test("does not take a login page for a stream", async () => {
  const { end } = await follow((_, response) =>
    answer(response, 200, { "content-type": "text/html" }, "hello"),
  );
  expect(end).toMatchObject({ code: "unexpected_response" });
  expect(end.message).toContain("text/html");
});

test("does not carry the key along a redirect", async () => {
  const { end, requests } = await follow((_, response) =>
    answer(response, 302, { location: "/elsewhere/api/v1/stream" }),
  );
  expect(end.message).toContain("/elsewhere/api/v1/stream");
  expect(requests).toHaveLength(1);
});

test("ends at a refused frame and drops what follows in the same chunk", async () => {
  const refusal: ClientProblem = { code: "change_refused", message: "Wrong base." };
  const { end, heard } = await follow(
    (request, response) => {
      const stream = openStream(request, response);
      stream.write('event: change\ndata: {"to":2}\n\nevent: change\ndata: {"to":3}\n\n');
    },
    {},
    () => refusal,
  );
  expect(end).toBe(refusal);
  expect(heard).toEqual([["change", { to: 2 }]]);
});

test("ends with the reason of whoever closes it", async () => {
  const closing = new AbortController();
  const reason: ClientProblem = { code: "closed", message: "Enough." };
  const { end } = await follow(
    (request, response) => {
      openStream(request, response).write(": hello\n\n");
      setTimeout(() => closing.abort(reason), 10);
    },
    { signal: closing.signal },
  );
  expect(end).toBe(reason);
});
