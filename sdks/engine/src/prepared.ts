import { bucketAt, finish, mix, scramble, utf8Text } from "./bucket.ts";
import type { Bucketing } from "./call.ts";

/** A unit of which all that does not depend on the seed is done, for who is drawn for hundreds of flags: its blocks scrambled, the last one not full. */
interface Prepared {
  readonly unit: string;
  readonly blocks: Int32Array;
  readonly length: number;
}

function prepare(unit: string): Prepared {
  const bytes = utf8Text(unit);
  const blocks = new Int32Array((bytes.length >> 2) + 1);
  for (let at = bytes.length - 1; at >= 0; at--)
    blocks[at >> 2] = (blocks[at >> 2]! << 8) | bytes.charCodeAt(at);
  for (let i = 0; i < blocks.length; i++) blocks[i] = scramble(blocks[i]!);
  return { unit, blocks, length: bytes.length };
}

/** The same as `bucket`. */
function bucketOf({ blocks, length }: Prepared, seed: number): number {
  const last = blocks.length - 1;
  let hash = seed | 0;
  for (let i = 0; i < last; i++) hash = mix(hash, blocks[i]!);
  return bucketAt(finish(hash ^ blocks[last]! ^ length));
}

/** Draws the buckets of one call: each unit is read once, though many flags draw it. */
export function bucketer(): Bucketing {
  let prepared: Prepared | undefined;
  return (unit, seed) => {
    if (prepared?.unit !== unit) prepared = prepare(unit);
    return bucketOf(prepared, seed);
  };
}
