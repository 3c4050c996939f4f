import { bucket, BUCKETS } from "./bucket.ts";
import type { Call } from "./call.ts";
import type { Draft, Members } from "./draft.ts";
import { asUnit } from "./path.ts";
import type { HashProfile, ProfileDraw, Range } from "./types.ts";

/** A draw made ready: the numbers of the attributes that may give the unit, and how to turn it into a bucket. */
export interface DrawPlan {
  readonly by: readonly number[];
  readonly paths: readonly string[];
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

export function planDraw(draft: Draft, source: Members, at: string): DrawPlan {
  const paths = draft.texts(source["by"], `${at}/by`);
  const by = paths.map((path, i) => draft.unitPath(path, `${at}/by/${i}`));
  const { seed, hash } = source;
  if (!(Number.isInteger(seed) && (seed as number) >= 0 && (seed as number) < 2 ** 32))
    draft.problem(`${at}/seed`, "not_a_seed");
  let profile: ProfileDraw | undefined;
  if (hash !== undefined) {
    profile = draft.options.hasher?.(hash as HashProfile);
    if (!profile) {
      draft.problem(`${at}/hash`, "unknown_hash_profile");
      draft.tooOld = true;
    }
  }
  return { by, paths, seed: seed as number, profile, size: profile?.size ?? BUCKETS };
}

export function planSample(draft: Draft, source: Members, at: string): SamplePlan {
  const draw = planDraw(draft, source, at);
  const ranges: [number, number][] = [];
  const given = draft
    .array(source["ranges"], `${at}/ranges`)
    .map((range, i) => planRange(draft, draw, range, `${at}/ranges/${i}`));
  for (const [from, to] of given.sort((a, b) => a[0] - b[0])) {
    const last = ranges.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (from < to) ranges.push([from, to]);
  }
  const [first] = ranges;
  return { ...draw, ranges, whole: first !== undefined && first[0] === 0 && first[1] === draw.size };
}

/** Checks `[from, to)`: within the draw's buckets, and whole numbers unless a profile says what they are. */
export function planRange(
  draft: Draft,
  draw: DrawPlan,
  source: unknown,
  at: string,
): readonly [number, number] {
  const [from, to] = Array.isArray(source) ? (source as unknown[]) : [];
  const isEnd = draw.profile ? Number.isFinite : Number.isInteger;
  if (
    isEnd(from) &&
    isEnd(to) &&
    0 <= (from as number) &&
    (from as number) <= (to as number) &&
    (to as number) <= draw.size
  )
    return [from as number, to as number];
  draft.problem(at, "not_a_range");
  return [0, 0];
}

/** The unit's bucket, or `NO_UNIT`. */
export function draw(call: Call, plan: DrawPlan): number {
  const { by, profile } = plan;
  for (let i = 0; i < by.length; i++) {
    const value = call.attribute(by[i]!);
    const unit = value === "" && profile?.empty === "hash" ? "" : asUnit(value);
    if (unit !== undefined) return profile ? profile.bucket(unit) : bucket(unit, plan.seed);
  }
  return profile?.missing === "zero" ? 0 : NO_UNIT;
}

export function isWithin(plan: SamplePlan, drawn: number): boolean {
  const { ranges, profile } = plan;
  for (let i = 0; i < ranges.length; i++) {
    const [from, to] = ranges[i]!;
    if (profile ? profile.within(drawn, from, to) : drawn >= from && drawn < to) return true;
  }
  return false;
}
