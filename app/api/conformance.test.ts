import { noLimits } from "#app/application.fixture.ts";
import { runCases, type Answer } from "@guidon/conformance";
import { compile, type Snapshot } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { expect, test } from "vitest";
import type { Context, LiveEnvironment } from "#app/platform/context.ts";
import { createFront, type FrontServices } from "./front.server.ts";
import { createStreamHub } from "./stream-hub.server.ts";

/** The law of evaluation, asked over HTTP: what `POST /api/v1/evaluate` answers is what the engine says. */
test("every conformance case comes out of POST /api/v1/evaluate", async () => {
  let live: LiveEnvironment | undefined;
  let now = 0;
  const log = pino({ level: "silent" });
  const actor = {
    kind: "key" as const,
    id: "key",
    name: "Conformance",
    keyKind: "server" as const,
    projectId: "project",
    environmentId: "environment",
    grants: [],
    ceiling: [],
  };
  // Evaluation reaches for nothing but the snapshot in memory and the clock: the rest of a context is not there.
  const base = {
    snapshots: { get: () => live, reach: () => Promise.reject(new Error("nothing to reach")) },
    now: () => new Date(now),
    log,
  } as unknown as Omit<Context, "actor" | "origin">;
  const services: FrontServices = {
    base,
    log,
    keyRing: { find: () => actor, usable: () => true, refresh: async () => {}, loaded: () => true },
    publicUrl: "http://localhost",
    streams: createStreamHub(),
    limits: noLimits,
    addressOf: (remote) => remote ?? "",
    actorOfCookie: async () => ({ kind: "anonymous" }),
    plain: {},
  };
  const front = createFront(services);
  const server = createServer((incoming, response) => void front(incoming, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  try {
    const report = await runCases({
      // The time is the server's own here; a type is what SDKs ask for, not the API.
      lacks: ["type"],
      load(snapshot: Snapshot) {
        const program = compile(snapshot, { matcher, hasher });
        live = {
          id: "environment",
          name: snapshot.environment,
          revision: snapshot.revision,
          snapshot,
          program,
        };
      },
      async evaluate(flag, context, options) {
        now = options.now;
        return answerOf(await post(port, JSON.stringify({ flag, context })), flag);
      },
    });
    expect(report.failed).toEqual([]);
    expect(report.passed).toBeGreaterThan(500);
    expect(new Set(report.skipped.map(({ reason }) => reason))).toEqual(new Set(["the subject has no type"]));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}, 60_000);

async function post(port: number, body: string): Promise<unknown> {
  const outgoing = request({
    port,
    host: "127.0.0.1",
    method: "POST",
    path: "/api/v1/evaluate",
    headers: {
      "content-type": "application/json",
      authorization: "Bearer key",
      "content-length": Buffer.byteLength(body),
    },
  });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, "response")) as [AsyncIterable<Buffer>];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

function answerOf(body: unknown, flag: string): Answer {
  const { evaluations } = body as { evaluations?: Record<string, Answer> };
  return evaluations?.[flag] ?? { errorCode: `no evaluation: ${JSON.stringify(body)}` };
}
