import { BUCKETS } from "./bucket.ts";
import type { Call } from "./call.ts";
import type { Attribute } from "./layout.ts";
import { asUnit } from "./path.ts";
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
    const profile = hash && planner.hasher?.(hash);
    if (hash && !profile) throw new Unsupported();
    return { by: by.map((path) => planner.attribute(path)), profile };
  });

/** Where ranges end that cover everything. */
export const sizeOf = ({ profile }: Way): number => profile?.size ?? BUCKETS;

export function planSample(source: Sample, planner: Planner): SamplePlan {
  const way = planWay(source, planner);
  const ranges = merged(source.ranges);
  const isWhole = ranges[0]?.[0] === 0 && ranges[0][1] === sizeOf(way);
  return { way, source, ranges, isWhole };
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

/** The unit that a value gives to a draw, if any. */
export const unitOf = (value: unknown, { profile }: Way): string | undefined =>
  value === "" && profile?.empty === "hash" ? "" : asUnit(value);

/** The unit's bucket, or `NO_UNIT`. */
export function draw({ way, source }: DrawPlan, call: Call): number {
  const { by, profile } = way;
  if (profile !== undefined) return drawProfile(way, profile, call);
  for (let i = 0; i < by.length; i++) {
    const unit = call.unit(by[i]!);
    if (unit !== undefined) return call.bucket(unit, source.seed);
  }
  return NO_UNIT;
}

function drawProfile(way: Way, profile: ProfileDraw, call: Call): number {
  for (const attribute of way.by) {
    const unit = unitOf(call.attribute(attribute), way);
    if (unit !== undefined) return profile.bucket(unit);
  }
  return profile.missing === "zero" ? 0 : NO_UNIT;
}

/** Whether a bucket is in one of the ranges. */
export function isWithin({ way: { profile }, ranges }: SamplePlan, bucket: number): boolean {
  for (let i = 0; i < ranges.length; i++) {
    const [from, to] = ranges[i]!;
    if (profile ? profile.within(bucket, from, to) : bucket >= from && bucket < to) return true;
  }
  return false;
}
