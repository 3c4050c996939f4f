/** How many buckets there are. */
export const BUCKETS = 100_000;

const scramble = (block: number): number => {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
};

const mix = (hash: number, scrambled: number): number => {
  const mixed = hash ^ scrambled;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
};

function finish(mixed: number): number {
  let hash = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** What is left of some bytes after their last whole block. */
function tailOf(bytes: string): number {
  let tail = 0;
  for (let at = bytes.length & ~3, shift = 0; at < bytes.length; at++, shift += 8)
    tail |= bytes.charCodeAt(at) << shift;
  return tail;
}

/** Hashes bytes, one character each. A text that has something above ASCII is none. */
function hashBytes(bytes: string, seed: number, isText: boolean): number {
  let hash = seed | 0;
  let seen = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const a = bytes.charCodeAt(at);
    const b = bytes.charCodeAt(at + 1);
    const c = bytes.charCodeAt(at + 2);
    const d = bytes.charCodeAt(at + 3);
    seen |= a | b | c | d;
    hash = mix(hash, scramble(a | (b << 8) | (c << 16) | (d << 24)));
  }
  for (let at = bytes.length & ~3; at < bytes.length; at++) seen |= bytes.charCodeAt(at);
  if (isText && seen > 0x7f) return hashBytes(utf8Text(bytes), seed, false);
  return finish(hash ^ scramble(tailOf(bytes)) ^ bytes.length);
}

/** The UTF-8 bytes of a text, one character a byte; a lone surrogate is read as U+FFFD. */
const utf8Text = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd")).replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );

/** MurmurHash3_x86_32 (Austin Appleby, public domain) of bytes, or of a text's UTF-8 with U+FFFD for a lone surrogate: 0 to 2^32 - 1. */
export function murmur3(input: string | Uint8Array, seed: number): number {
  if (typeof input === "string") return hashBytes(input, seed, true);
  return hashBytes(Array.from(input, (byte) => String.fromCharCode(byte)).join(""), seed, false);
}

/** The unit's bucket, an integer from 0 to 99,999: `floor(murmur3 × 100000 / 2^32)`, exact in doubles. */
export function bucket(unit: string, seed: number): number {
  return Math.floor((hashBytes(unit, seed, true) * BUCKETS) / 4294967296);
}

/** A unit of which all that does not depend on the seed is done; for who is drawn for hundreds of flags. */
export interface Prepared {
  readonly unit: string;
  readonly blocks: Int32Array;
  readonly rest: number;
}

export function prepare(unit: string): Prepared {
  const bytes = utf8Text(unit);
  const blocks = new Int32Array(bytes.length >> 2);
  for (let i = 0; i < blocks.length; i++) {
    let block = 0;
    for (let at = i * 4 + 3; at >= i * 4; at--) block = (block << 8) | bytes.charCodeAt(at);
    blocks[i] = scramble(block);
  }
  return { unit, blocks, rest: scramble(tailOf(bytes)) ^ bytes.length };
}

/** The same as `bucket`. */
export function bucketOf({ blocks, rest }: Prepared, seed: number): number {
  let hash = seed | 0;
  for (let i = 0; i < blocks.length; i++) hash = mix(hash, blocks[i]!);
  return Math.floor((finish(hash ^ rest) * BUCKETS) / 4294967296);
}
