/** How many buckets there are. */
export const BUCKETS = 100_000;

const scramble = (block: number): number => {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
};

// The text hashed last, as one character a byte, and from the second time on with its 32-bit blocks scrambled already. That part of murmur3
// does not depend on the seed, so a user who is drawn for hundreds of flags is read twice. Invisible from outside: it only saves work.
let lastText: string | undefined;
let lastBytes = "";
let blocks = new Int32Array(64);
let isKept = false;
let tail = 0;

const mix = (hash: number, scrambled: number): number => {
  const mixed = hash ^ scrambled;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
};

/** Hashes bytes, one character each; `undefined` where there is anything above ASCII and `isText`. */
function hashBytes(bytes: string, seed: number, isText: boolean): number | undefined {
  let hash = seed | 0;
  let seen = 0;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const a = bytes.charCodeAt(at);
    const b = bytes.charCodeAt(at + 1);
    const c = bytes.charCodeAt(at + 2);
    const d = bytes.charCodeAt(at + 3);
    seen |= a | b | c | d;
    hash = mix(hash, scramble(a | (b << 8) | (c << 16) | (d << 24)));
  }
  let rest = 0;
  for (let shift = 0; at < bytes.length; at++, shift += 8) {
    const code = bytes.charCodeAt(at);
    seen |= code;
    rest |= code << shift;
  }
  if (isText && seen > 0x7f) return undefined;
  isKept = false;
  lastBytes = bytes;
  tail = scramble(rest);
  return finish(hash);
}

/** Hashes what was hashed last with another seed. */
function hashAgain(seed: number): number {
  const count = lastBytes.length >> 2;
  if (!isKept) {
    if (count > blocks.length) blocks = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      let block = 0;
      for (let j = 3; j >= 0; j--) block = (block << 8) | lastBytes.charCodeAt(i * 4 + j);
      blocks[i] = scramble(block);
    }
    isKept = true;
  }
  let hash = seed | 0;
  for (let i = 0; i < count; i++) hash = mix(hash, blocks[i]!);
  return finish(hash);
}

function finish(mixed: number): number {
  let hash = mixed ^ tail ^ lastBytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The UTF-8 bytes of a text, one character a byte; a lone surrogate is read as U+FFFD. */
const utf8Text = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd")).replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );

/** MurmurHash3_x86_32 (Austin Appleby, public domain) of bytes, or of a text's UTF-8 with U+FFFD for a lone surrogate: 0 to 2^32 - 1. */
export function murmur3(input: string | Uint8Array, seed: number): number {
  if (typeof input === "string") {
    if (input === lastText) return hashAgain(seed);
    lastText = input;
    return hashBytes(input, seed, true) ?? hashBytes(utf8Text(input), seed, false)!;
  }
  lastText = undefined;
  return hashBytes(Array.from(input, (byte) => String.fromCharCode(byte)).join(""), seed, false)!;
}

/** The unit's bucket, an integer from 0 to 99,999: `floor(murmur3 × 100000 / 2^32)`, exact in doubles. */
export function bucket(unit: string, seed: number): number {
  return Math.floor((murmur3(unit, seed) * BUCKETS) / 4294967296);
}
