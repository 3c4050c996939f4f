import { BUCKETS } from "./bucket.ts";
import { bucketOf, read, unitOf, type Call } from "./call.ts";
import type { Attribute } from "./layout.ts";
import { Unsupported, type Planner } from "./planner.ts";
import type { Draw, ProfileDraw, Range, Sample } from "./types.ts";

/** Where a unit comes from and how another system's hash profile draws it: what many draws have in common. */
export interface Way {
  readonly by: readonly Attribute[];
  readonly profile: ProfileDraw | undefined;
}

/** A draw made ready. */
export interface DrawPlan {
  readonly way: Way;
  readonly source: Draw;
}

/** A draw that holds in some ranges of buckets; `isWhole` where these are all of them, so that no unit is needed. */
export interface SamplePlan extends DrawPlan {
  readonly ranges: readonly Range[];
  readonly isWhole: boolean;
}

/** The bucket where there is no usable unit. */
export const NO_UNIT = -1;

export const planWay = ({ by, hash }: Draw, planner: Planner): Way =>
  planner.shared({ by, hash }, () => {
    const profile = hash && planner.tools.hasher?.(hash);
    if (hash && !profile) throw new Unsupported();
    return { by: by.map((path) => planner.attribute(path)), profile };
  });

export function planSample(source: Sample, planner: Planner): SamplePlan {
  const way = planWay(source, planner);
  const { profile } = way;
  const ranges = merged(source.ranges);
  return { way, source, ranges: profile?.ranges(ranges) ?? ranges, isWhole: isAll(ranges, way) };
}

/** Whether ranges are everything. */
export function isAll(ranges: readonly Range[], { profile }: Way): boolean {
  const [first] = merged(ranges);
  return first?.[0] === 0 && first[1] === (profile?.size ?? BUCKETS);
}

/** The same ranges in order, with none that touch. */
export function merged(ranges: readonly Range[]): readonly Range[] {
  const found: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (from < to) found.push([from, to]);
  }
  return found;
}

/** The unit that an attribute gives to a draw, if any. */
export const drawnBy = (call: Call, attribute: Attribute, { profile }: Way): string | undefined =>
  profile === undefined ? unitOf(call, attribute) : profile.unit(read(call, attribute));

/** The unit's bucket, or `NO_UNIT`. */
export function draw({ way, source }: DrawPlan, call: Call): number {
  const { by, profile } = way;
  let unit: string | undefined;
  for (let i = 0; i < by.length && unit === undefined; i++) unit = drawnBy(call, by[i]!, way);
  if (profile !== undefined) return profile.draw(unit);
  return unit === undefined ? NO_UNIT : bucketOf(call, unit, source.seed);
}

/** Whether a bucket is in one of the ranges. */
export function isWithin(ranges: readonly Range[], bucket: number): boolean {
  for (let i = 0; i < ranges.length; i++) if (bucket >= ranges[i]![0] && bucket < ranges[i]![1]) return true;
  return false;
}
