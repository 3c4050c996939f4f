import { createHash } from "node:crypto";
import type { AnyReply } from "./handler.ts";
import { entityTag, matchesTag } from "./present.ts";

/** Kept by the one who asked, and asked about again before each use. */
const revalidated = { "cache-control": "private, no-cache" };

/**
 * What was read gets an entity tag: its own version where it has one, else a digest of the very bytes. Whoever holds
 * that already, and says so by If-None-Match, is told that nothing changed and sent nothing else.
 */
export function revalidate(reply: AnyReply, ifNoneMatch: string | undefined): AnyReply {
  if (reply.status !== 200 || (reply.body === undefined && reply.text === undefined)) return reply;
  // What says for itself how it is kept, such as a snapshot, has looked at the tag already.
  if (reply.headers?.["cache-control"] !== undefined) return reply;
  const text = reply.text ?? JSON.stringify(reply.body);
  const etag = reply.headers?.["etag"] ?? entityTag(digest(text));
  const headers = { ...reply.headers, ...revalidated, etag };
  if (matchesTag(ifNoneMatch, etag)) return { status: 304, headers: { ...revalidated, etag } };
  return { status: 200, headers, text };
}

function digest(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
