import type { Call } from "./call.ts";
import type { CompiledProgram } from "./compile.ts";
import { draw, isWithin, NO_UNIT, planDraw, planSample, type DrawPlan, type SamplePlan } from "./draw.ts";
import { conclude } from "./outcome.ts";
import type { Detail, Evaluation, Gate, GateKind, Split } from "./types.ts";

export interface GatePlan extends SamplePlan {
  readonly source: Gate;
  /** What a unit gets that this gate keeps out. */
  readonly otherwise: Evaluation | undefined;
}

/** `served[i]` is for buckets from `cuts[i - 1]` (or 0) up to `cuts[i]`; a gap has none. */
export interface SplitPlan extends DrawPlan {
  readonly source: Split;
  readonly gates: readonly GatePlan[];
  readonly cuts: readonly number[];
  readonly served: readonly (Evaluation | undefined)[];
  /** What everybody gets, unit or none: one variant has every bucket, and no gate keeps anybody out. */
  readonly everybody: Evaluation | undefined;
}

const OUTSIDE: Readonly<Record<GateKind, Detail>> = {
  traffic: "outside_traffic",
  layer: "outside_layer",
  holdout: "held_out",
};

const NO_GATES: readonly never[] = Object.freeze([]);

export function planSplit(
  source: Split,
  program: CompiledProgram,
  serve: (variant: string, more: Partial<Evaluation>) => Evaluation,
): SplitPlan {
  const { experiment, otherwise } = source;
  const gates = (source.gates ?? []).map((gate): GatePlan => ({
    ...planSample(gate, program),
    source: gate,
    otherwise: otherwise === undefined ? undefined : serve(otherwise, { detail: OUTSIDE[gate.kind] }),
  }));
  const more = experiment
    ? { experiment: Object.freeze({ key: experiment.key, phase: experiment.phase }) }
    : {};
  const cuts: number[] = [];
  const served: (Evaluation | undefined)[] = [];
  let end = 0;
  for (const [variant, from, to] of [...source.slices].sort((a, b) => a[1] - b[1])) {
    if (from === to) continue;
    if (from > end) {
      cuts.push(from);
      served.push(undefined);
    }
    if (served.at(-1)?.variant === variant) cuts[cuts.length - 1] = to;
    else {
      cuts.push(to);
      served.push(serve(variant, more));
    }
    end = to;
  }
  const { by, seed, profile, size } = planDraw(source, program);
  const everybody = cuts[0] === size && gates.every(({ whole }) => whole) ? served[0] : undefined;
  return { by, seed, profile, size, source, gates, cuts, served, everybody };
}

/** Serves from a split; `undefined` where it yields nothing. */
export function serveSplit(plan: SplitPlan, call: Call): Evaluation | undefined {
  const { gates } = plan;
  let drawn: (number | null)[] | undefined;
  for (let i = 0; i < gates.length; i++) {
    const gate = gates[i]!;
    const bucket = draw(call, gate);
    const isHeld = gate.whole || (bucket !== NO_UNIT && isWithin(gate, bucket));
    call.recorder?.gate(call, gate, bucket, isHeld);
    if (bucket === NO_UNIT && !gate.whole) return withoutUnit(call);
    (drawn ??= []).push(bucket === NO_UNIT ? null : bucket);
    if (!isHeld) return gate.otherwise && conclude(gate.otherwise, call, { gates: drawn });
  }
  const bucket = draw(call, plan);
  const served = bucket === NO_UNIT ? plan.everybody : pick(plan, bucket);
  call.recorder?.split(call, plan, bucket, served);
  if (bucket === NO_UNIT)
    return served ? conclude(served, call, drawn && { gates: drawn }) : withoutUnit(call);
  return served && conclude(served, call, { gates: drawn ?? NO_GATES, split: bucket });
}

function withoutUnit(call: Call): undefined {
  call.unitMissing = true;
}

function pick({ cuts, served, profile }: SplitPlan, bucket: number): Evaluation | undefined {
  for (let i = 0; i < cuts.length; i++)
    if (profile ? served[i] && profile.within(bucket, cuts[i - 1] ?? 0, cuts[i]!) : bucket < cuts[i]!)
      return served[i];
  return profile?.past === "last" ? served.at(-1) : undefined;
}
