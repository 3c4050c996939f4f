/** How many buckets there are. */
export const BUCKETS = 100_000;

export const scramble = (block: number): number => {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
};

export const mix = (hash: number, scrambled: number): number => {
  const mixed = hash ^ scrambled;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
};

export function finish(mixed: number): number {
  let hash = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Of the 32 bits of a hash, which is signed so that the machine need not box it. */
export const bucketAt = (hash: number): number => (((hash >>> 0) * BUCKETS) / 4294967296) | 0;

/** Hashes bytes, one character each, to a signed number. A text that has something above ASCII is none. */
function hashBytes(bytes: string, seed: number, isText: boolean): number {
  const { length } = bytes;
  let hash = seed | 0;
  let seen = 0;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const a = bytes.charCodeAt(at);
    const b = bytes.charCodeAt(at + 1);
    const c = bytes.charCodeAt(at + 2);
    const d = bytes.charCodeAt(at + 3);
    seen |= a | b | c | d;
    hash = mix(hash, scramble(a | (b << 8) | (c << 16) | (d << 24)));
  }
  let rest = 0;
  for (let shift = 0; at < length; at++, shift += 8) {
    const byte = bytes.charCodeAt(at);
    seen |= byte;
    rest |= byte << shift;
  }
  if (isText && seen > 0x7f) return hashBytes(utf8Text(bytes), seed, false);
  return finish(hash ^ scramble(rest) ^ length);
}

/** The UTF-8 bytes of a text, one character a byte; a lone surrogate is read as U+FFFD. */
export const utf8Text = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd")).replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );

/** MurmurHash3_x86_32 (Austin Appleby, public domain) of bytes, or of a text's UTF-8 with U+FFFD for a lone surrogate: 0 to 2^32 - 1. */
export function murmur3(input: string | Uint8Array, seed: number): number {
  if (typeof input === "string") return hashBytes(input, seed, true) >>> 0;
  return hashBytes(Array.from(input, (byte) => String.fromCharCode(byte)).join(""), seed, false) >>> 0;
}

/** The unit's bucket, an integer from 0 to 99,999: `floor(murmur3 × 100000 / 2^32)`, exact in doubles. */
export function bucket(unit: string, seed: number): number {
  return bucketAt(hashBytes(unit, seed, true));
}
