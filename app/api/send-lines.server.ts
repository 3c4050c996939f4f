import { once } from "node:events";
import type { Call } from "./handler.ts";

/** Bytes that are gathered before they are written. */
const chunk = 32 * 1024;

/** A file that is made while it is read: who reads slowly is waited for, and who goes away ends it. */
export async function sendLines(
  { response, headers }: Call,
  file: { readonly name: string; readonly contentType: string; readonly lines: AsyncIterable<string> },
): Promise<void> {
  response.writeHead(200, [
    ...headers,
    ...["content-type", file.contentType, "cache-control", "no-store"],
    ...["content-disposition", `attachment; filename="${file.name}"`],
  ]);
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  let gathered = "";
  const write = async () => {
    const ready = response.write(gathered);
    gathered = "";
    if (!ready && !response.destroyed)
      await once(response, "drain", { signal: gone.signal }).catch(() => undefined);
  };
  for await (const line of file.lines) {
    gathered += line;
    if (gathered.length >= chunk) await write();
    if (response.destroyed) return;
  }
  response.end(gathered);
}
