import type { ServerResponse } from "node:http";
import { asProblem } from "#app/platform/as-problem.server.ts";
import { problemDocument } from "#app/platform/problem.ts";
import type { Logger } from "#app/platform/log.server.ts";
import type { AnyReply } from "./handler.ts";

export function sendReply(response: ServerResponse, reply: AnyReply): void {
  const text = reply.text ?? (reply.body === undefined ? undefined : JSON.stringify(reply.body));
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (!response.hasHeader("cache-control")) response.setHeader("cache-control", "no-store");
  if (text === undefined) {
    response.writeHead(reply.status).end();
    return;
  }
  response.writeHead(reply.status, {
    ...(response.hasHeader("content-type") ? {} : { "content-type": "application/json; charset=utf-8" }),
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

/** The one place where an error becomes an answer. What is not a `Problem` is a bug: logged, and told without details. */
export function sendError(
  response: ServerResponse,
  error: unknown,
  input: { requestId: string; log: Logger },
): void {
  const problem = asProblem(error);
  if (problem.status >= 500) input.log.error({ err: error, requestId: input.requestId }, "a request failed");
  if (response.headersSent) {
    response.destroy();
    return;
  }
  sendReply(response, {
    status: problem.status,
    headers: { ...problem.headers, "content-type": "application/problem+json; charset=utf-8" },
    body: problemDocument(problem, input.requestId),
  });
}
