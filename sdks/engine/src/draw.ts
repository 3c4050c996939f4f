import { BUCKETS } from "./bucket.ts";
import type { Attribute, Call } from "./call.ts";
import type { CompiledProgram } from "./compile.ts";
import { asUnit } from "./path.ts";
import type { Draw, ProfileDraw, Range, Sample } from "./types.ts";

/** A draw made ready: the attributes that may give the unit, and how to turn it into a bucket. */
export interface DrawPlan {
  readonly by: readonly Attribute[];
  readonly seed: number;
  readonly profile: ProfileDraw | undefined;
  readonly size: number;
}

/** A draw that holds in some ranges of buckets; `whole` where these are all of them, so that no unit is needed. */
export interface SamplePlan extends DrawPlan {
  readonly ranges: readonly Range[];
  readonly whole: boolean;
}

/** The bucket where there is no usable unit. */
export const NO_UNIT = -1;

export function planDraw({ by, seed, hash }: Draw, program: CompiledProgram): DrawPlan {
  const profile = hash && program.options.hasher?.(hash);
  return { by: by.map((path) => program.attribute(path)), seed, profile, size: profile?.size ?? BUCKETS };
}

export function planSample(source: Sample, program: CompiledProgram): SamplePlan {
  const plan = planDraw(source, program);
  const ranges = merged(source.ranges);
  return { ...plan, ranges, whole: ranges[0]?.[0] === 0 && ranges[0][1] === plan.size };
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

/** The unit's bucket, or `NO_UNIT`. */
export function draw(call: Call, { by, seed, profile }: DrawPlan): number {
  for (let i = 0; i < by.length; i++) {
    const value = call.attribute(by[i]!);
    const unit = value === "" && profile?.empty === "hash" ? "" : asUnit(value);
    if (unit !== undefined) return profile ? profile.bucket(unit) : call.bucket(unit, seed);
  }
  return profile?.missing === "zero" ? 0 : NO_UNIT;
}

export function isWithin({ ranges, profile }: SamplePlan, drawn: number): boolean {
  for (let i = 0; i < ranges.length; i++) {
    const [from, to] = ranges[i]!;
    if (profile ? profile.within(drawn, from, to) : drawn >= from && drawn < to) return true;
  }
  return false;
}
