import { bucket } from "./bucket.ts";
import { missUnit, type Call } from "./call.ts";
import {
  draw,
  drawnBy,
  isAll,
  isWithin,
  NO_UNIT,
  planSample,
  planWay,
  type DrawPlan,
  type SamplePlan,
} from "./draw.ts";
import { asUnit, readTargetingKey, TARGETING_KEY } from "./path.ts";
import type { Planner } from "./planner.ts";
import { evaluationOf, NO_RULE, variantOf, withMore, type More, type Served } from "./served.ts";
import type { Draws, Evaluation, ExperimentRef, FlagDocument, Gate, Split } from "./types.ts";

/** A split made ready. */
export interface SplitPlan extends DrawPlan {
  readonly source: Split;
  /** Where the slices begin and end, one after the other. */
  readonly bounds: readonly number[];
  /** Of the slices. */
  readonly variants: readonly Served[];
  readonly gates: readonly GatePlan[] | undefined;
  /** The variant that everybody gets, unit or none: it has every bucket, and no gate keeps anybody out. */
  readonly everybody: Served | undefined;
}

interface GatePlan extends SamplePlan {
  readonly source: Gate;
}

/** Plans a split. Where one slice is everybody's (or several of one variant are) and no gate keeps anybody out, no unit is needed. */
export function planSplit(source: Split, flag: FlagDocument, planner: Planner): SplitPlan {
  const way = planWay(source, planner);
  const gates = source.gates?.map((gate) => ({ ...planSample(gate, planner), source: gate }));
  const served = source.slices.filter(([, from, to]) => from < to);
  const [first] = served[0] ?? [];
  const isForAll =
    served.every(([key]) => key === first) &&
    (gates ?? []).every(({ isWhole }) => isWhole) &&
    isAll(
      served.map(([, from, to]) => [from, to]),
      way,
    );
  const slices = way.profile?.slices(source.slices) ?? source.slices;
  const bounds = slices.flatMap(([, from, to]) => [from, to]);
  const isAsListed = slices.every(([key], i) => key === flag.variants[i]?.key);
  return {
    way,
    source,
    bounds: planner.shared({ bounds }, () => bounds),
    variants: isAsListed ? flag.variants : slices.map(([key]) => variantOf(flag, key)),
    gates: gates?.length ? gates : undefined,
    everybody: isForAll ? variantOf(flag, first!) : undefined,
  };
}

/** Whether it draws by the targeting key and there is nothing else to it, as with most. */
export const isPlain = ({ way: { by, profile }, source, gates }: SplitPlan): boolean =>
  by[0]?.path === TARGETING_KEY && !profile && !gates && !source.experiment;

const NONE: readonly never[] = Object.freeze([]);

/** What plain splits serve to whom they can draw, which takes no state of a call; `undefined` where there is more to it. */
export function serveAtOnce(
  plan: SplitPlan,
  flag: FlagDocument,
  context: unknown,
  revision: number,
): Evaluation | undefined {
  const unit = asUnit(readTargetingKey(context));
  if (unit === undefined) return undefined;
  const split = bucket(unit, plan.source.seed);
  const variant = variantAt(plan, split);
  return variant && evaluationOf(flag, NO_RULE, variant, "SPLIT", revision, { gates: NONE, split });
}

/** Serves from a split of a flag's rule, or of its fallthrough; `undefined` where it yields nothing. */
export function serveSplit(
  plan: SplitPlan,
  flag: FlagDocument,
  ruleIndex: number,
  call: Call,
): Evaluation | undefined {
  const { source, gates } = plan;
  const { revision } = call.program;
  const drawn: (number | null)[] | undefined = gates && [];
  const closed = gates && enter(gates, drawn!, call);
  if (closed) {
    if (drawn!.at(-1) === null) return missUnit(call);
    const detail = closed.kind === "holdout" ? "held_out" : (`outside_${closed.kind}` as const);
    const { otherwise } = source;
    return otherwise === undefined
      ? undefined
      : withMore(evaluationOf(flag, ruleIndex, variantOf(flag, otherwise), "SPLIT", revision), call, {
          detail,
          draws: { gates: drawn! },
        });
  }
  const split = draw(plan, call);
  const variant = split === NO_UNIT ? plan.everybody : variantAt(plan, split);
  call.recorder?.split(call, source, split, variant?.key ?? undefined);
  if (variant === undefined) return split === NO_UNIT ? missUnit(call) : undefined;
  const draws = split !== NO_UNIT ? { gates: drawn ?? NONE, split } : drawn && { gates: drawn };
  const more = source.experiment && marked(plan, source.experiment, draws, call);
  return withMore(
    evaluationOf(flag, ruleIndex, variant, "SPLIT", revision, more ? undefined : draws),
    call,
    more,
  );
}

/** Draws for the gates up to one that keeps the unit out, if any does. */
function enter(gates: readonly GatePlan[], drawn: (number | null)[], call: Call): Gate | undefined {
  for (const gate of gates) {
    const bucket = draw(gate, call);
    const isHeld = gate.isWhole || isWithin(gate.ranges, bucket);
    call.recorder?.gate(call, gate.source, bucket, isHeld);
    drawn.push(bucket === NO_UNIT ? null : bucket);
    if (!isHeld) return gate.source;
  }
  return undefined;
}

/** The variant that has a bucket, if any has. */
function variantAt({ bounds, variants }: SplitPlan, bucket: number): Served | undefined {
  for (let i = 0; i < bounds.length; i += 2)
    if (bucket >= bounds[i]! && bucket < bounds[i + 1]!) return variants[i >> 1];
  return undefined;
}

/** Marks who entered an experiment: by which attribute path, and which unit. */
function marked(
  { source, way }: SplitPlan,
  experiment: ExperimentRef,
  draws: Draws | undefined,
  call: Call,
): More {
  const units = way.by.map((attribute) => drawnBy(call, attribute, way));
  const i = units.findIndex((unit) => unit !== undefined);
  return {
    experiment,
    ...(draws && { draws }),
    ...(i >= 0 && { unit: { path: source.by[i]!, value: units[i]! } }),
  };
}
