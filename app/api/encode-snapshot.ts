import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { LiveEnvironment } from "#app/platform/context.ts";

export type SnapshotCoding = "identity" | "gzip" | "br";

export interface EncodedSnapshot {
  readonly text: Buffer;
  /** Revision and the head of the checksum; compressed forms bear their coding behind, being other bytes. */
  readonly etag: string;
  /** Made aside, once; until then whoever asks gets the plain form. */
  readonly compressed: Partial<Record<SnapshotCoding, Buffer>>;
}

const encoded = new WeakMap<LiveEnvironment, EncodedSnapshot>();
const zip = promisify(gzip);
const brotli = promisify(brotliCompress);
/** Near to the best in size, at a tenth of its time. */
const brotliQuality = 6;
/** Below this there is nothing to win. */
const worthCompressing = 1024;

/** The bytes of a snapshot, made once for each revision and shared by all who ask. */
export function encodeSnapshot(live: LiveEnvironment): EncodedSnapshot {
  const present = encoded.get(live);
  if (present !== undefined) return present;
  const digest = live.snapshot.checksum.replace("sha256:", "").slice(0, 16);
  const { made } = encodeText(Buffer.from(JSON.stringify(live.snapshot)), `"${live.revision}-${digest}"`);
  encoded.set(live, made);
  return made;
}

/** A text and, once they are made, its compressed forms. */
export function encodeText(
  text: Buffer,
  etag: string,
): { readonly made: EncodedSnapshot; readonly compressing: Promise<unknown> } {
  const compressed: EncodedSnapshot["compressed"] = {};
  const made = { text, etag, compressed };
  if (text.length < worthCompressing) return { made, compressing: Promise.resolve() };
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  // On the thread pool. A failure leaves the plain form, which is as good.
  const zipped = zip(text).then(
    (bytes) => (compressed.gzip = bytes),
    () => undefined,
  );
  const brotlied = brotli(text, { params }).then(
    (bytes) => (compressed.br = bytes),
    () => undefined,
  );
  return { made, compressing: Promise.all([zipped, brotlied]) };
}

/** The form that the reader takes and that is ready: Brotli, else gzip, else plain. */
export function chooseCoding(
  acceptEncoding: string | undefined,
  { text, compressed }: EncodedSnapshot,
): { coding: SnapshotCoding; bytes: Buffer } {
  if (acceptEncoding !== undefined) {
    const accepted = codingsOf(acceptEncoding);
    for (const coding of ["br", "gzip"] as const) {
      const bytes = compressed[coding];
      if (bytes !== undefined && accepted.has(coding)) return { coding, bytes };
    }
  }
  return { coding: "identity", bytes: text };
}

/** The codings that a reader names with any weight but none (RFC 9110, 12.5.3). */
function codingsOf(acceptEncoding: string): Set<string> {
  const parts = acceptEncoding.toLowerCase().split(",");
  return new Set(
    parts.filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part)).map((part) => (part.split(";")[0] ?? "").trim()),
  );
}

/** The tag of a compressed form, and of the plain one back: an If-None-Match may hold either. */
export function tagOf(etag: string, coding: SnapshotCoding): string {
  return coding === "identity" ? etag : `${etag.slice(0, -1)}-${coding}"`;
}
