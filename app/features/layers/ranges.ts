import type { Range } from "@guidon/engine";

/** Where ranges end that cover everything. */
export const WHOLE = 100_000;

/** The same ranges in order, with none that touch and none that are empty. */
export function merged(ranges: readonly Range[]): Range[] {
  const found: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from >= to) continue;
    const last = found.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

export function sizeOf(ranges: readonly Range[]): number {
  return merged(ranges).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** What of `ranges` is not in `others`. */
export function without(ranges: readonly Range[], others: readonly Range[]): Range[] {
  let left = merged(ranges);
  for (const [from, to] of merged(others))
    left = left
      .flatMap(([start, end]): Range[] => [
        [start, Math.min(end, from)],
        [Math.max(start, to), end],
      ])
      .filter(([start, end]) => start < end);
  return merged(left);
}

/**
 * The slice of `size` that moves the fewest users: what is held is kept, cut from its end or filled up from the first free
 * part. Undefined where there is not so much room beside what `others` hold.
 */
export function resized(held: readonly Range[], size: number, others: readonly Range[]): Range[] | undefined {
  const kept = first(held, size);
  const free = without([[0, WHOLE]], [...others, ...kept]);
  const missing = size - sizeOf(kept);
  return sizeOf(free) < missing ? undefined : merged([...kept, ...first(free, missing)]);
}

function first(ranges: readonly Range[], size: number): Range[] {
  const found: Range[] = [];
  let left = size;
  for (const [from, to] of merged(ranges)) {
    if (left <= 0) break;
    const part = Math.min(to - from, left);
    found.push([from, from + part]);
    left -= part;
  }
  return found;
}
