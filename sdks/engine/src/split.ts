import type { Call } from "./call.ts";
import type { Draft, Members } from "./draft.ts";
import {
  draw,
  isWithin,
  NO_UNIT,
  planDraw,
  planRange,
  planSample,
  type DrawPlan,
  type SamplePlan,
} from "./draw.ts";
import { conclude, type Outcome, type Particulars } from "./outcome.ts";
import type { Detail, Evaluation, ExperimentRef, GateKind } from "./types.ts";

/** Makes the outcome of serving a variant; what differs from a plain outcome is in `more`. */
export type ToOutcome = (variant: unknown, at: string, more?: Particulars) => Outcome;

export interface GatePlan extends SamplePlan {
  readonly kind: GateKind;
  /** What a unit gets that this gate keeps out. */
  readonly otherwise: Outcome | undefined;
}

/** `outcomes[i]` is for buckets from `cuts[i - 1]` (or 0) up to `cuts[i]`; a gap has none. */
export interface SplitPlan extends DrawPlan {
  readonly gates: readonly GatePlan[];
  readonly cuts: readonly number[];
  readonly outcomes: readonly (Outcome | undefined)[];
  /** What everybody gets, unit or none: one variant has every bucket, and no gate keeps anybody out. */
  readonly everybody: Outcome | undefined;
}

export const OUTSIDE: Readonly<Record<GateKind, Detail>> = {
  traffic: "outside_traffic",
  layer: "outside_layer",
  holdout: "held_out",
};

const NO_GATES: readonly never[] = Object.freeze([]);

export function planSplit(draft: Draft, source: Members, at: string, toOutcome: ToOutcome): SplitPlan {
  const plan = planDraw(draft, source, at);
  const { otherwise } = source;
  const gates =
    source["gates"] === undefined
      ? NO_GATES
      : draft.array(source["gates"], `${at}/gates`).map((gate, i): GatePlan => {
          const members = draft.object(gate, `${at}/gates/${i}`);
          const kind = members["kind"] as GateKind;
          if (typeof kind !== "string" || !Object.hasOwn(OUTSIDE, kind))
            draft.problem(`${at}/gates/${i}/kind`, "not_a_gate_kind");
          return {
            ...planSample(draft, members, `${at}/gates/${i}`),
            kind,
            otherwise:
              otherwise === undefined
                ? undefined
                : toOutcome(otherwise, `${at}/otherwise`, { detail: OUTSIDE[kind] }),
          };
        });
  if (otherwise !== undefined && gates.length === 0) toOutcome(otherwise, `${at}/otherwise`);
  const experiment = planExperiment(draft, source["experiment"], `${at}/experiment`);
  const { cuts, outcomes } = planSlices(draft, source["slices"], `${at}/slices`, plan, (variant, where) =>
    toOutcome(variant, where, experiment && { experiment }),
  );
  const everybody =
    cuts.length === 1 && cuts[0] === plan.size && gates.every(({ whole }) => whole) ? outcomes[0] : undefined;
  const { by, paths, seed, profile, size } = plan;
  return { by, paths, seed, profile, size, gates, cuts, outcomes, everybody };
}

/** Serves from a split; `undefined` where it yields nothing. */
export function serveSplit(call: Call, plan: SplitPlan): Evaluation | undefined {
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
  const outcome = bucket === NO_UNIT ? plan.everybody : pick(plan, bucket);
  call.recorder?.split(call, plan, bucket, outcome?.variant);
  if (outcome === undefined) return bucket === NO_UNIT ? withoutUnit(call) : undefined;
  if (bucket !== NO_UNIT) return conclude(outcome, call, { gates: drawn ?? NO_GATES, split: bucket });
  return conclude(outcome, call, drawn && { gates: drawn });
}

function withoutUnit(call: Call): undefined {
  call.unitMissing = true;
}

function pick({ cuts, outcomes, profile }: SplitPlan, bucket: number): Outcome | undefined {
  if (profile === undefined) {
    for (let i = 0; i < cuts.length; i++) if (bucket < cuts[i]!) return outcomes[i];
    return undefined;
  }
  for (let i = 0; i < cuts.length; i++)
    if (profile.within(bucket, cuts[i - 1] ?? 0, cuts[i]!) && outcomes[i]) return outcomes[i];
  return profile.past === "last" ? outcomes.at(-1) : undefined;
}

function planSlices(
  draft: Draft,
  source: unknown,
  at: string,
  plan: DrawPlan,
  toOutcome: ToOutcome,
): Pick<SplitPlan, "cuts" | "outcomes"> {
  const slices = draft.array(source, at).map((slice, i) => {
    const [variant, ...range] = Array.isArray(slice) ? (slice as unknown[]) : [];
    const [from, to] = planRange(draft, plan, range, `${at}/${i}`);
    return { variant, from, to, outcome: toOutcome(variant, `${at}/${i}/0`) };
  });
  const cuts: number[] = [];
  const outcomes: (Outcome | undefined)[] = [];
  let last: unknown;
  for (const { variant, from, to, outcome } of slices.sort((a, b) => a.from - b.from)) {
    const end = cuts.at(-1) ?? 0;
    if (from === to) continue;
    if (from < end) draft.problem(at, "overlapping_slices");
    if (from > end) {
      cuts.push(from);
      outcomes.push(undefined);
    } else if (variant === last) {
      cuts[cuts.length - 1] = to;
      continue;
    }
    cuts.push(to);
    outcomes.push(outcome);
    last = variant;
  }
  return { cuts, outcomes };
}

function planExperiment(draft: Draft, source: unknown, at: string): ExperimentRef | undefined {
  if (source === undefined) return undefined;
  const { key, phase } = draft.object(source, at);
  const text = draft.text(key, `${at}/key`);
  if (!Number.isSafeInteger(phase)) draft.problem(`${at}/phase`, "not_an_integer");
  return Object.freeze({ key: text, phase: phase as number });
}
