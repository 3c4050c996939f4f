import type { IncomingMessage } from "node:http";
import { Problem } from "#app/platform/problem.ts";

/** The JSON body of a request, refused beyond `limit` bytes without reading on. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/([a-z.-]+\+)?json\b/i.test(type)) {
    throw new Problem("unsupported_media_type", { detail: "Send the body as application/json." });
  }
  const text = await readText(request, limit);
  if (text === "")
    throw new Problem("malformed_request", { detail: "The body is empty; JSON was expected." });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Problem("malformed_request", {
      detail: `The body is not JSON: ${(error as SyntaxError).message}`,
    });
  }
}

function readText(request: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.removeAllListeners("data");
        request.resume();
        reject(
          new Problem("body_too_large", {
            detail: `At most ${limit} bytes are taken here.`,
            headers: { connection: "close" },
          }),
        );
        return;
      }
      chunks.push(chunk);
    });
    request.on("end", () => {
      try {
        resolve(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
      } catch {
        reject(new Problem("malformed_request", { detail: "The body is not UTF-8." }));
      }
    });
    request.on("error", reject);
    request.on("aborted", () => reject(new Problem("malformed_request", { detail: "The body broke off." })));
  });
}
