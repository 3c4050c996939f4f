import type { IncomingMessage, ServerResponse } from "node:http";
import type { Operation } from "#openapi/operation.ts";

const exposed = "etag, ratelimit, ratelimit-policy, retry-after, x-request-id";

/**
 * Browsers on other sites may evaluate: what a client key shows is public, and no cookie is ever taken there.
 * Everything else stays closed to them.
 */
export function allowCrossOrigin(
  operation: Operation,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.headers.origin === undefined || !operation.credentials.includes("client")) return;
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-expose-headers", exposed);
}

export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  allowed: readonly string[],
): void {
  response.setHeader("allow", [...allowed, "OPTIONS"].join(", "));
  const evaluates = /^\/(ofrep\/v1\/evaluate|api\/v1\/evaluate)/.test(request.url ?? "");
  if (evaluates && request.headers.origin !== undefined) {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-methods", allowed.join(", "));
    response.setHeader(
      "access-control-allow-headers",
      "authorization, content-type, if-none-match, x-api-key, traceparent, tracestate",
    );
    response.setHeader("access-control-max-age", "86400");
  }
  response.writeHead(204).end();
}
