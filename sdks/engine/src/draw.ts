import { BUCKETS } from "./bucket.ts";
import type { Attribute, Call } from "./call.ts";
import { asUnit } from "./path.ts";
import type { Planner } from "./planner.ts";
import type { Draw, ProfileDraw, Range, Sample } from "./types.ts";

/** A draw made ready: the attributes that may give the unit, and how to turn it into a bucket. */
export interface DrawPlan {
  readonly by: readonly Attribute[];
  readonly seed: number;
  readonly profile: ProfileDraw | undefined;
}

/** A draw that holds in some ranges of buckets; `isWhole` where these are all of them, so that no unit is needed. */
export interface SamplePlan {
  readonly draw: DrawPlan;
  readonly ranges: readonly Range[];
  readonly isWhole: boolean;
}

/** The bucket where there is no usable unit. */
export const NO_UNIT = -1;

export const planDraw = ({ by, seed, hash }: Draw, planner: Planner): DrawPlan => ({
  by: by.map((path) => planner.attribute(path)),
  seed,
  profile: hash && planner.hasher?.(hash),
});

/** Where ranges end that cover everything. */
export const sizeOf = ({ profile }: DrawPlan): number => profile?.size ?? BUCKETS;

export function planSample(source: Sample, planner: Planner): SamplePlan {
  const draw = planDraw(source, planner);
  const ranges = merged(source.ranges);
  return { draw, ranges, isWhole: ranges[0]?.[0] === 0 && ranges[0][1] === sizeOf(draw) };
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
export const unitOf = (value: unknown, { profile }: DrawPlan): string | undefined =>
  value === "" && profile?.empty === "hash" ? "" : asUnit(value);

/** The unit's bucket, or `NO_UNIT`. */
export function draw(plan: DrawPlan, call: Call): number {
  const { by, seed, profile } = plan;
  for (let i = 0; i < by.length; i++) {
    const unit = unitOf(call.attribute(by[i]!), plan);
    if (unit !== undefined) return profile ? profile.bucket(unit) : call.bucket(unit, seed);
  }
  return profile?.missing === "zero" ? 0 : NO_UNIT;
}

/** Whether a bucket is in one of the ranges. */
export function isWithin({ ranges, draw: { profile } }: SamplePlan, bucket: number): boolean {
  for (let i = 0; i < ranges.length; i++) {
    const [from, to] = ranges[i]!;
    if (profile ? profile.within(bucket, from, to) : bucket >= from && bucket < to) return true;
  }
  return false;
}
