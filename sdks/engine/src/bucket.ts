import { utf8 } from "./utf8.ts";

/** How many buckets there are. */
export const BUCKETS = 100_000;

const scramble = (block: number): number => {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
};

// The text hashed last, with its 32-bit blocks scrambled already. That part of murmur3 does not depend on the seed, so a
// user who is drawn for hundreds of flags is read once. Invisible from outside: it only saves work.
let loaded: string | undefined;
let blocks = new Int32Array(64);
let tail = 0;
let length = 0;

/** `bytes` holds one byte a character; anything above ASCII in a text makes it be read again as its UTF-8 bytes. */
function load(text: string | undefined, bytes: string): void {
  length = bytes.length;
  if (length >> 2 > blocks.length) blocks = new Int32Array(length >> 2);
  let seen = 0;
  let at = 0;
  for (let block = 0; block < length >> 2; block++, at += 4) {
    const a = bytes.charCodeAt(at);
    const b = bytes.charCodeAt(at + 1);
    const c = bytes.charCodeAt(at + 2);
    const d = bytes.charCodeAt(at + 3);
    seen |= a | b | c | d;
    blocks[block] = scramble(a | (b << 8) | (c << 16) | (d << 24));
  }
  let rest = 0;
  for (let shift = 0; at < length; at++, shift += 8) {
    const code = bytes.charCodeAt(at);
    seen |= code;
    rest |= code << shift;
  }
  tail = scramble(rest);
  loaded = text;
  if (seen > 0x7f && text === bytes) load(text, latin1(utf8(text)));
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function finish(seed: number): number {
  let hash = seed | 0;
  for (let i = 0; i < length >> 2; i++) {
    hash ^= blocks[i]!;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= tail ^ length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** MurmurHash3_x86_32 (Austin Appleby, public domain) of bytes, or of a text's UTF-8 with U+FFFD for a lone surrogate: 0 to 2^32 - 1. */
export function murmur3(input: string | Uint8Array, seed: number): number {
  if (typeof input !== "string") load(undefined, latin1(input));
  else if (input !== loaded) load(input, input);
  return finish(seed);
}

/** The unit's bucket, an integer from 0 to 99,999: `floor(murmur3 × 100000 / 2^32)`, exact in doubles. */
export function bucket(unit: string, seed: number): number {
  if (unit !== loaded) load(unit, unit);
  return Math.floor((finish(seed) * BUCKETS) / 4294967296);
}
