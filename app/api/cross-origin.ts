import type { IncomingMessage, ServerResponse } from "node:http";
import type { Operation } from "#openapi/operation.ts";

const open = [
  "access-control-allow-origin",
  "*",
  "access-control-expose-headers",
  "deprecation, etag, link, ratelimit, ratelimit-policy, retry-after, sunset, x-request-id",
];
const none: readonly string[] = [];

/**
 * Browsers on other sites may evaluate: what a client key shows is public, and no cookie is ever taken there.
 * Everything else stays closed to them.
 */
export function crossOriginHeaders(operation: Operation, request: IncomingMessage): readonly string[] {
  return request.headers.origin !== undefined && operation.credentials.includes("client") ? open : none;
}

export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  allowed: readonly string[],
): void {
  response.setHeader("allow", [...allowed, "OPTIONS"].join(", "));
  const evaluates = /^\/(ofrep\/v1\/|api\/v1\/(evaluate|events))/.test(request.url ?? "");
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
