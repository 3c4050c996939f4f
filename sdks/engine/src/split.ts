import type { Call } from "./call.ts";
import {
  draw,
  isWithin,
  NO_UNIT,
  planDraw,
  planSample,
  sizeOf,
  unitOf,
  type DrawPlan,
  type SamplePlan,
} from "./draw.ts";
import { conclude, evaluationAt, type Place } from "./outcome.ts";
import type { Planner } from "./planner.ts";
import type { Detail, Draws, Evaluation, ExperimentRef, Gate, GateKind, Split, Variant } from "./types.ts";

interface GatePlan extends SamplePlan {
  readonly source: Gate;
}

/** `variants[i]` is for buckets from `cuts[i - 1]` (or 0) up to `cuts[i]`; a gap has none. */
export interface SplitPlan {
  readonly source: Split;
  readonly place: Place;
  readonly experiment: ExperimentRef | undefined;
  readonly gates: readonly GatePlan[];
  readonly draw: DrawPlan;
  readonly cuts: readonly number[];
  readonly variants: readonly (Variant | undefined)[];
  /** What a unit gets that a gate keeps out. */
  readonly otherwise: Variant | undefined;
  /** What everybody gets, unit or none: one variant has every bucket, and no gate keeps anybody out. */
  readonly everybody: Variant | undefined;
}

const OUTSIDE: Readonly<Record<GateKind, Detail>> = {
  traffic: "outside_traffic",
  layer: "outside_layer",
  holdout: "held_out",
};

const NONE: readonly never[] = Object.freeze([]);

export function planSplit(
  source: Split,
  place: Place,
  variantOf: (key: string | undefined) => Variant | undefined,
  planner: Planner,
): SplitPlan {
  const { experiment } = source;
  const gates = source.gates?.map((gate) => ({ ...planSample(gate, planner), source: gate })) ?? NONE;
  const cuts: number[] = [];
  const variants: (Variant | undefined)[] = [];
  const cut = (to: number, variant: Variant | undefined): void => {
    if (variants.length > 0 && variants.at(-1) === variant) cuts.pop();
    else variants.push(variant);
    cuts.push(to);
  };
  for (const [key, from, to] of [...source.slices].sort((a, b) => a[1] - b[1])) {
    if (from === to) continue;
    if (from > (cuts.at(-1) ?? 0)) cut(from, undefined);
    cut(to, variantOf(key));
  }
  const draw = planDraw(source, planner);
  const isForAll = cuts[0] === sizeOf(draw) && gates.every(({ isWhole }) => isWhole);
  return {
    source,
    place,
    experiment: experiment && Object.freeze({ key: experiment.key, phase: experiment.phase }),
    gates,
    draw,
    // Copied, since arrays that grow keep room to grow.
    cuts: cuts.slice(),
    variants: variants.slice(),
    otherwise: variantOf(source.otherwise),
    everybody: isForAll ? variants[0] : undefined,
  };
}

/** Serves from a split; `undefined` where it yields nothing. */
export function serveSplit(plan: SplitPlan, call: Call): Evaluation | undefined {
  const { source, gates, otherwise } = plan;
  let drawn: (number | null)[] | undefined;
  for (let i = 0; i < gates.length; i++) {
    const gate = gates[i]!;
    const bucket = draw(gate.draw, call);
    const isHeld = gate.isWhole || (bucket !== NO_UNIT && isWithin(gate, bucket));
    call.recorder?.gate(call, gate.source, bucket, isHeld);
    if (bucket === NO_UNIT && !isHeld) return withoutUnit(call);
    (drawn ??= []).push(bucket === NO_UNIT ? null : bucket);
    if (!isHeld)
      return otherwise && serve(plan, otherwise, call, { gates: drawn }, OUTSIDE[gate.source.kind]);
  }
  const bucket = draw(plan.draw, call);
  const variant = bucket === NO_UNIT ? plan.everybody : variantAt(plan, bucket);
  call.recorder?.split(call, source, bucket, variant?.key);
  if (bucket !== NO_UNIT)
    return variant && serve(plan, variant, call, { gates: drawn ?? NONE, split: bucket });
  return variant ? serve(plan, variant, call, drawn && { gates: drawn }) : withoutUnit(call);
}

function withoutUnit(call: Call): undefined {
  call.unitMissing = true;
}

function variantAt({ cuts, variants, draw: { profile } }: SplitPlan, bucket: number): Variant | undefined {
  if (profile === undefined) {
    for (let i = 0; i < cuts.length; i++) if (bucket < cuts[i]!) return variants[i];
    return undefined;
  }
  const at = variants.findIndex(
    (variant, i) => variant && profile.within(bucket, cuts[i - 1] ?? 0, cuts[i]!),
  );
  return variants.at(at < 0 && profile.past === "nothing" ? variants.length : at);
}

function serve(
  plan: SplitPlan,
  served: Variant,
  call: Call,
  draws: Draws | undefined,
  detail?: Detail,
): Evaluation {
  const { place } = plan;
  const { until, unitMissing } = call;
  const experiment = detail ? undefined : plan.experiment;
  if (draws === undefined || detail || experiment || unitMissing || until !== Infinity) {
    const unit = experiment && unitSeen(plan, call);
    const more = {
      ...(detail && { detail }),
      ...(experiment && { experiment }),
      ...(draws && { draws }),
      ...(unit && { unit }),
    };
    return conclude({ ...evaluationAt(place, served, "SPLIT"), ...more }, call);
  }
  // By far the commonest two, of one shape each.
  const { value, key: variant } = served;
  const { ruleId, ruleIndex, flagRevision, environmentRevision } = place;
  return ruleId === undefined || ruleIndex === undefined
    ? { value, variant, reason: "SPLIT", flagRevision, environmentRevision, draws }
    : { value, variant, reason: "SPLIT", ruleId, ruleIndex, flagRevision, environmentRevision, draws };
}

/** Who was drawn: the attribute path that gave the unit, and the unit. */
function unitSeen({ source, draw }: SplitPlan, call: Call): Evaluation["unit"] {
  for (const [i, attribute] of draw.by.entries()) {
    const value = unitOf(call.attribute(attribute), draw);
    if (value !== undefined) return { path: source.by[i]!, value };
  }
  return undefined;
}
