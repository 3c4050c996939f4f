import { utf8 } from "./utf8.ts";

/** FNV-1a in 32 bits of bytes or other numbers. */
export function fnv1a32(parts: Iterable<number>): number {
  let hash = 0x811c9dc5;
  for (const part of parts) hash = Math.imul(hash ^ part, 0x01000193);
  return hash >>> 0;
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** The message of a text, padded to blocks of 64 bytes with its length in bits at the end (RFC 1321 and RFC 3174, which differ in endianness). */
function padded(text: string, littleEndian: boolean): DataView {
  const message = utf8(text);
  const size = (((message.length + 8) >> 6) + 1) << 6;
  const bytes = new Uint8Array(size);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  const high = Math.floor(message.length / 0x20000000);
  view.setUint32(size - (littleEndian ? 4 : 8), high, littleEndian);
  view.setUint32(size - (littleEndian ? 8 : 4), message.length << 3, littleEndian);
  return view;
}

function bytesOf(words: readonly number[], littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  for (const [i, word] of words.entries()) view.setInt32(i * 4, word, littleEndian);
  return new Uint8Array(view.buffer);
}

/** The SHA-1 digest of a text in UTF-8 (RFC 3174). Not for anything that must be safe. */
export function sha1(text: string): Uint8Array {
  const view = padded(text, false);
  const state: Five = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const w = new Int32Array(80);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 80; i++)
      w[i] = i < 16 ? view.getInt32(at + i * 4) : rotate(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 1);
    let [a, b, c, d, e] = state;
    for (let i = 0; i < 80; i++) {
      const [mixed, constant]: readonly [number, number] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const next = (rotate(a, 5) + mixed + e + constant + w[i]!) | 0;
      [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
    }
    for (const [i, word] of [a, b, c, d, e].entries()) state[i] = (state[i]! + word) | 0;
  }
  return bytesOf(state, false);
}

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/** The MD5 digest of a text in UTF-8 (RFC 1321). Not for anything that must be safe. */
export function md5(text: string): Uint8Array {
  const view = padded(text, true);
  const state: Four = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a, b, c, d] = state;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const [mixed, index]: readonly [number, number] =
        round === 0
          ? [(b & c) | (~b & d), i]
          : round === 1
            ? [(d & b) | (~d & c), (5 * i + 1) % 16]
            : round === 2
              ? [b ^ c ^ d, (3 * i + 5) % 16]
              : [c ^ (b | ~d), (7 * i) % 16];
      const constant = Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296);
      const sum = (a + mixed + constant + view.getInt32(at + index * 4, true)) | 0;
      [a, d, c, b] = [d, c, b, (b + rotate(sum, SHIFTS[round * 4 + (i % 4)]!)) | 0];
    }
    for (const [i, word] of [a, b, c, d].entries()) state[i] = (state[i]! + word) | 0;
  }
  return bytesOf(state, true);
}

type Four = [number, number, number, number];
type Five = [number, number, number, number, number];
