import { runCases, type Answer } from "@guidon/conformance";
import { once } from "node:events";
import { request } from "node:http";
import { expect, test } from "vitest";
import { startFront } from "./front.fixture.ts";

/** The law of evaluation, asked over HTTP: what `POST /api/v1/evaluate` answers is what the engine says. */
test("every conformance case comes out of POST /api/v1/evaluate", async () => {
  const front = await startFront();
  const port = Number(new URL(front.url).port);
  try {
    const report = await runCases({
      // The time is the server's own here; a type is what SDKs ask for, not the API.
      lacks: ["type"],
      load: front.load,
      async evaluate(flag, context, options) {
        front.setTime(options.now);
        return answerOf(await post(port, JSON.stringify({ flag, context })), flag);
      },
    });
    expect(report.failed).toEqual([]);
    expect(report.passed).toBeGreaterThan(500);
    expect(new Set(report.skipped.map(({ reason }) => reason))).toEqual(new Set(["the subject has no type"]));
  } finally {
    front.close();
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
