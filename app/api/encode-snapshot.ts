import type { LiveEnvironment } from "#app/platform/context.ts";

export interface EncodedSnapshot {
  readonly text: Buffer;
  /** Revision and the head of the checksum. */
  readonly etag: string;
}

const encoded = new WeakMap<LiveEnvironment, EncodedSnapshot>();

/** The bytes of a snapshot, made once for each revision and shared by all who ask. */
export function encodeSnapshot(live: LiveEnvironment): EncodedSnapshot {
  const present = encoded.get(live);
  if (present !== undefined) return present;
  const digest = live.snapshot.checksum.replace("sha256:", "").slice(0, 16);
  const made = { text: Buffer.from(JSON.stringify(live.snapshot)), etag: `"${live.revision}-${digest}"` };
  encoded.set(live, made);
  return made;
}
