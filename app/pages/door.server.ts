import type { IncomingMessage, ServerResponse } from "node:http";
import { isOwnOrigin } from "#app/platform/own-origin.ts";
import { Problem, type ProblemCode } from "#app/platform/problem.ts";

/** What a form may weigh. The API has limits of its own, for each operation. */
const mostBody = 2 * 1024 * 1024;

/**
 * Turns away, before any page sees it, a form that comes from another site, one that does not say how long it is (a page
 * reads it whole), and one that is too long. True where the request was answered.
 */
export function turnAway(publicUrl: string, request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method === "GET" || request.method === "HEAD") return false;
  const code = refusal(publicUrl, request);
  if (code === undefined) return false;
  const { status, title } = new Problem(code);
  response.writeHead(status, { connection: "close", "content-type": "text/plain; charset=utf-8" });
  response.end(`${title}.\n`);
  return true;
}

function refusal(publicUrl: string, { headers }: IncomingMessage): ProblemCode | undefined {
  if (headers.origin !== undefined && !isOwnOrigin(headers.origin, publicUrl, headers.host))
    return "foreign_origin";
  if (headers["content-length"] === undefined) return "length_required";
  return Number(headers["content-length"]) > mostBody ? "body_too_large" : undefined;
}
