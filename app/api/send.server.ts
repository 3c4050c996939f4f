import type { ServerResponse } from "node:http";
import { asProblem } from "#app/platform/as-problem.server.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { Problem, problemDocument } from "#app/platform/problem.ts";
import type { AnyReply } from "./handler.ts";

/** Where an answer goes, and the headers that it has whatever it says: names and values in turn. */
export interface Outgoing {
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly headers: readonly string[];
}

/** One `writeHead` with a flat list, which Node passes on as it is; set one by one, headers cost more than an evaluation. */
export function sendReply({ response, headers }: Outgoing, reply: AnyReply): void {
  const text = reply.text ?? (reply.body === undefined ? undefined : JSON.stringify(reply.body));
  const own = reply.headers;
  const head: (string | number)[] = [...headers];
  if (own !== undefined) for (const name in own) head.push(name, own[name] ?? "");
  if (own?.["cache-control"] === undefined) head.push("cache-control", "no-store");
  if (text === undefined) {
    response.writeHead(reply.status, head).end();
    return;
  }
  if (own?.["content-type"] === undefined) head.push("content-type", "application/json; charset=utf-8");
  const size = Buffer.byteLength(text);
  head.push("content-length", size);
  // Where every character is one byte, Node need not look at them again.
  response.writeHead(reply.status, head).end(text, size === text.length ? "latin1" : "utf8");
}

/** The one place where an error becomes an answer. What is not a `Problem` is a bug: logged, and told without details. */
export function sendError(outgoing: Outgoing, error: unknown, log: Logger): void {
  const { response, requestId } = outgoing;
  // What refuses on purpose has said all there is, and does so thousands of times a second when there is a crowd.
  if (!(error instanceof Problem)) log.error({ err: error, requestId }, "a request failed");
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = asProblem(error);
  sendReply(outgoing, {
    status: problem.status,
    headers: { ...problem.headers, "content-type": "application/problem+json; charset=utf-8" },
    body: problemDocument(problem, requestId),
  });
}
