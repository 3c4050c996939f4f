import type { Range } from "@guidon/engine";
import { WHOLE } from "./ranges.ts";

export interface SlicePart {
  /** Undefined: nobody has it. */
  readonly flag: string | undefined;
  readonly percent: number;
}

/** A layer from its beginning to its end, part by part. */
export function slicePartsOf(
  slices: readonly { readonly flag: string; readonly ranges: readonly Range[] }[],
): SlicePart[] {
  const held = slices
    .flatMap(({ flag, ranges }) => ranges.map(([from, to]) => ({ flag, from, to })))
    .toSorted((a, b) => a.from - b.from);
  const parts: SlicePart[] = [];
  let at = 0;
  const add = (flag: string | undefined, size: number) => {
    if (size > 0) parts.push({ flag, percent: (size * 100) / WHOLE });
  };
  for (const { flag, from, to } of held) {
    add(undefined, from - at);
    add(flag, to - Math.max(from, at));
    at = Math.max(at, to);
  }
  add(undefined, WHOLE - at);
  return parts;
}
