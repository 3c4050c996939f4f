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

/** Hashes `bytes`, one byte a character, keeping the blocks; a text with anything above ASCII is read again as its UTF-8 bytes. */
function load(text: string | undefined, bytes: string, seed: number): number {
  const size = bytes.length;
  if (size >> 2 > blocks.length) blocks = new Int32Array(size >> 2);
  let hash = seed | 0;
  let seen = 0;
  let at = 0;
  for (let block = 0; block < size >> 2; block++, at += 4) {
    const a = bytes.charCodeAt(at);
    const b = bytes.charCodeAt(at + 1);
    const c = bytes.charCodeAt(at + 2);
    const d = bytes.charCodeAt(at + 3);
    seen |= a | b | c | d;
    const scrambled = scramble(a | (b << 8) | (c << 16) | (d << 24));
    blocks[block] = scrambled;
    hash = mix(hash, scrambled);
  }
  let rest = 0;
  for (let shift = 0; at < size; at++, shift += 8) {
    const code = bytes.charCodeAt(at);
    seen |= code;
    rest |= code << shift;
  }
  if (seen > 0x7f && text === bytes) return load(text, utf8Text(text), seed);
  loaded = text;
  length = size;
  tail = scramble(rest);
  return finish(hash);
}

/** Hashes what was loaded last with another seed. */
function again(seed: number): number {
  let hash = seed | 0;
  for (let block = 0; block < length >> 2; block++) hash = mix(hash, blocks[block]!);
  return finish(hash);
}

const mix = (hash: number, scrambled: number): number => {
  const mixed = hash ^ scrambled;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
};

function finish(mixed: number): number {
  let hash = mixed ^ tail ^ length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The UTF-8 bytes of a text, one character a byte; a lone surrogate is read as U+FFFD. */
const utf8Text = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd")).replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );

/** MurmurHash3_x86_32 (Austin Appleby, public domain) of bytes, or of a text's UTF-8 with U+FFFD for a lone surrogate: 0 to 2^32 - 1. */
export function murmur3(input: string | Uint8Array, seed: number): number {
  if (typeof input !== "string") return load(undefined, String.fromCharCode(...input), seed) >>> 0;
  return (input === loaded ? again(seed) : load(input, input, seed)) >>> 0;
}

/** The unit's bucket, an integer from 0 to 99,999: `floor(murmur3 × 100000 / 2^32)`, exact in doubles. */
export function bucket(unit: string, seed: number): number {
  return Math.floor((murmur3(unit, seed) * BUCKETS) / 4294967296);
}
