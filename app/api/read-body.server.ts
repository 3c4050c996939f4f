import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { Problem } from "#app/platform/problem.ts";

/** Whether the request says that it has no body (RFC 9112, 6). */
export function isBodiless({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] === undefined && (headers["content-length"] ?? "0") === "0";
}

/**
 * Gathers the body and hands it on, refusing beyond `limit` bytes without reading on. By callback: the evaluations that
 * come through here are worth less time than a promise takes. Of the two callbacks one is called, once.
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  { done, refuse }: { done: (bytes: Buffer) => void; refuse: (problem: Problem) => void },
): void {
  const type = request.headers["content-type"] ?? "";
  if (type !== "application/json" && !/^application\/([a-z.-]+\+)?json\b/i.test(type)) {
    refuse(new Problem("unsupported_media_type", { detail: "Send the body as application/json." }));
    return;
  }
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let size = 0;
  let settled = false;
  const fail = (problem: Problem): void => {
    if (settled) return;
    settled = true;
    refuse(problem);
  };
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) {
      request.removeAllListeners("data");
      request.resume();
      fail(
        new Problem("body_too_large", {
          detail: `At most ${limit} bytes are taken here.`,
          headers: { connection: "close" },
        }),
      );
    } else if (first === undefined) first = chunk;
    else (more ??= [first]).push(chunk);
  });
  request.on("end", () => {
    if (settled) return;
    settled = true;
    done(more === undefined ? (first ?? Buffer.alloc(0)) : Buffer.concat(more));
  });
  request.on("error", () => fail(new Problem("malformed_request", { detail: "The body broke off." })));
}

/** The JSON in a body. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0)
    throw new Problem("malformed_request", { detail: "The body is empty; JSON was expected." });
  if (!isUtf8(bytes)) throw new Problem("malformed_request", { detail: "The body is not UTF-8." });
  try {
    return JSON.parse(bytes.toString("utf8", hasMark(bytes) ? 3 : 0)) as unknown;
  } catch (error) {
    throw new Problem("malformed_request", {
      detail: `The body is not JSON: ${(error as SyntaxError).message}`,
    });
  }
}

/** A byte order mark, which some writers put first and JSON does not know. */
function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
