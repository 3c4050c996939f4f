import type { Call } from "./call.ts";
import {
  draw,
  isWithin,
  merged,
  NO_UNIT,
  planSample,
  planWay,
  sizeOf,
  unitOf,
  type DrawPlan,
  type SamplePlan,
} from "./draw.ts";
import type { Planner } from "./planner.ts";
import { serve, type More } from "./served.ts";
import type {
  Detail,
  Draws,
  Evaluation,
  ExperimentRef,
  FlagDocument,
  Gate,
  GateKind,
  ProfileDraw,
  Slice,
  Split,
} from "./types.ts";

/** A split made ready. */
export interface SplitPlan extends DrawPlan {
  readonly source: Split;
  readonly slices: readonly Slice[];
  readonly gates: readonly GatePlan[] | undefined;
  /** The variant that everybody gets, unit or none: it has every bucket, and no gate keeps anybody out. */
  readonly everybody: string | undefined;
}

interface GatePlan extends SamplePlan {
  readonly source: Gate;
}

const OUTSIDE: Readonly<Record<GateKind, Detail>> = {
  traffic: "outside_traffic",
  layer: "outside_layer",
  holdout: "held_out",
};

const NONE: readonly never[] = Object.freeze([]);

/** Plans a split. Where one slice is everybody's (or several of one variant are) and no gate keeps anybody out, no unit is needed. */
export function planSplit(source: Split, planner: Planner): SplitPlan {
  const way = planWay(source, planner);
  const gates = source.gates?.map((gate) => ({ ...planSample(gate, planner), source: gate })) ?? NONE;
  const served = source.slices.filter(([, from, to]) => from < to);
  // Only the buckets of hash profiles can be in two slices, of which the first one counts.
  const slices = way.profile ? served.sort((a, b) => a[1] - b[1]) : source.slices;
  const [range] = merged(served.map(([, from, to]) => [from, to]));
  const [first] = served[0] ?? [];
  const isForAll = range?.[0] === 0 && range[1] === sizeOf(way) && served.every(([key]) => key === first);
  return {
    way,
    source,
    slices,
    gates: gates.length > 0 ? gates : undefined,
    everybody: isForAll && gates.every(({ isWhole }) => isWhole) ? first : undefined,
  };
}

/** Serves from a split of a flag's rule, or (-1) of its fallthrough; `undefined` where it yields nothing. */
export function serveSplit(
  plan: SplitPlan,
  flag: FlagDocument,
  ruleIndex: number,
  call: Call,
): Evaluation | undefined {
  const { source, gates } = plan;
  const entry = gates === undefined ? FREE : enter(gates, call);
  const { detail, drawn } = entry;
  if (detail !== undefined) return outside(plan, flag, ruleIndex, call, entry);
  const bucket = draw(plan, call);
  const variant = variantAt(plan, bucket);
  call.recorder?.split(call, source, bucket, variant);
  if (variant === undefined) return bucket === NO_UNIT ? withoutUnit(call) : undefined;
  const draws = bucket !== NO_UNIT ? { gates: drawn, split: bucket } : gates && { gates: drawn };
  const more = source.experiment && marked(plan, source.experiment, draws, call);
  return serve(flag, ruleIndex, variant, "SPLIT", call, draws, more);
}

/** The buckets that gates drew, and why somebody is not let in. */
interface Entry {
  readonly drawn: readonly (number | null)[];
  readonly detail: Detail | undefined;
}

const FREE: Entry = { drawn: NONE, detail: undefined };

function enter(gates: readonly GatePlan[], call: Call): Entry {
  const drawn: (number | null)[] = [];
  for (const gate of gates) {
    const bucket = draw(gate, call);
    const isHeld = gate.isWhole || (bucket !== NO_UNIT && isWithin(gate, bucket));
    call.recorder?.gate(call, gate.source, bucket, isHeld);
    if (bucket === NO_UNIT && !isHeld) return { drawn, detail: "unit_missing" };
    drawn.push(bucket === NO_UNIT ? null : bucket);
    if (!isHeld) return { drawn, detail: OUTSIDE[gate.source.kind] };
  }
  return { drawn, detail: undefined };
}

function outside(
  { source: { otherwise } }: SplitPlan,
  flag: FlagDocument,
  ruleIndex: number,
  call: Call,
  { drawn, detail }: Entry,
): Evaluation | undefined {
  if (detail === "unit_missing") return withoutUnit(call);
  const more = { detail, draws: { gates: drawn } } as More;
  return otherwise === undefined
    ? undefined
    : serve(flag, ruleIndex, otherwise, "SPLIT", call, undefined, more);
}

function withoutUnit(call: Call): undefined {
  call.unitMissing = true;
}

/** The variant that has a bucket, if any has. */
function variantAt({ way: { profile }, slices, everybody }: SplitPlan, bucket: number): string | undefined {
  if (bucket === NO_UNIT) return everybody;
  if (profile !== undefined) return variantByProfile(slices, profile, bucket);
  for (let i = 0; i < slices.length; i++) {
    const slice = slices[i]!;
    if (bucket >= slice[1] && bucket < slice[2]) return slice[0];
  }
  return undefined;
}

function variantByProfile(
  slices: readonly Slice[],
  profile: ProfileDraw,
  bucket: number,
): string | undefined {
  const slice = slices.find(([, from, to]) => profile.within(bucket, from, to));
  return (slice ?? (profile.past === "last" ? slices.at(-1) : undefined))?.[0];
}

/** Marks who entered an experiment: by which attribute path, and which unit. */
function marked(
  { source, way }: SplitPlan,
  experiment: ExperimentRef,
  draws: Draws | undefined,
  call: Call,
): More {
  const units = way.by.map((attribute) => unitOf(call.attribute(attribute), way));
  const i = units.findIndex((value) => value !== undefined);
  const unit = i < 0 ? undefined : { path: source.by[i]!, value: units[i]! };
  return { experiment, ...(draws && { draws }), ...(unit && { unit }) };
}
