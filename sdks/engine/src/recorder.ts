import { once, read, type Ask, type Call, type Recorder } from "./call.ts";
import type { CompiledProgram, SegmentEntry } from "./compiled-program.ts";
import { reader } from "./condition.ts";
import { draw, drawnBy, merged, planSample, planWay } from "./draw.ts";
import type { Cause, ExplanationStep, TruthName } from "./explanation.ts";
import { exists } from "./operators.ts";
import { asUnit } from "./path.ts";
import type { Planner, Scope } from "./planner.ts";
import { TRUE, UNKNOWN, type Truth } from "./truth.ts";
import type {
  Clause,
  Condition,
  Draw,
  Evaluation,
  FlagDocument,
  FlagState,
  Gate,
  Json,
  Prerequisite,
  Slice,
  Split,
} from "./types.ts";

type Steps = ExplanationStep[];
type GroupStep = Extract<ExplanationStep, { readonly steps: readonly ExplanationStep[] }>;
type WithoutSteps<Step> = Step extends GroupStep ? Omit<Step, "steps"> : never;

const nameOf = (result: Truth): TruthName =>
  result === TRUE ? "true" : result === UNKNOWN ? "unknown" : "false";

/** Writes down the steps that an evaluation takes, each inside of the step that was opened last. */
export class StepRecorder implements Recorder {
  readonly steps: Steps = [];
  /** The steps taken since the last `open`. */
  current: Steps = this.steps;
  private readonly outer: Steps[] = [];
  private readonly planner: Planner;

  constructor(planner: Planner) {
    this.planner = planner;
  }

  open(): void {
    this.outer.push(this.current);
    this.current = [];
  }

  close(step: WithoutSteps<GroupStep>): void {
    const steps = this.current;
    this.current = this.outer.pop()!;
    this.add({ ...step, steps });
  }

  add(step: ExplanationStep): void {
    this.current.push(step);
  }

  state(state: FlagState, fixed: Evaluation | undefined): void {
    if (state === "killed") this.add({ step: "kill", outcome: "killed", variant: fixed!.variant });
    else if (state === "off") this.add({ step: "switch", outcome: "off", variant: fixed!.variant });
    else if (state === "on") {
      this.add({ step: "switch", outcome: "on" });
      if (fixed) this.add({ step: "fallthrough", outcome: "served", variant: fixed.variant, steps: [] });
    }
  }

  prerequisite(
    { flag, variants, acceptOff }: Prerequisite,
    isMet: boolean,
    state: FlagState | undefined,
    served: Evaluation | undefined,
  ): void {
    const isDown = state === "quarantined" || (state !== "on" && acceptOff !== true);
    const down = state === "quarantined" ? "error" : ((state as "off" | "killed" | undefined) ?? "missing");
    const cause = isMet ? undefined : isDown || state === undefined ? down : "variant";
    this.close({
      ...{ step: "prerequisite", outcome: isMet ? "met" : "failed", ...(cause && { cause }), flag, variants },
      ...(served && { served: served.variant }),
    });
  }

  targets(by: string, unit: string | undefined, served: Evaluation | undefined): void {
    this.add({
      ...{ step: "targets", outcome: served ? "match" : "no_match", by },
      ...(unit !== undefined && { unit }),
      ...(served && { variant: served.variant! }),
    });
  }

  rule(flag: FlagDocument, index: number, matched: Truth, served: Evaluation | undefined): void {
    const rule = flag.rules[index];
    if (!rule) {
      const [outcome, variant] = served
        ? (["served", served.variant] as const)
        : (["off_variant", flag.offVariant] as const);
      this.close({ step: "fallthrough", outcome, variant });
      return;
    }
    const { id, name } = rule;
    const unserved = matched === TRUE ? "passed" : matched === UNKNOWN ? "unknown" : "no_match";
    this.close({
      ...{ step: "rule", outcome: served ? "served" : unserved, index, id },
      ...(name !== undefined && { name }),
      ...(served && { variant: served.variant! }),
    });
  }

  gate(call: Call, source: Gate, bucket: number, isHeld: boolean): void {
    const ranges = merged(source.ranges);
    const outcome = isHeld ? "held" : "not_held";
    this.add({
      step: "gate",
      outcome,
      gate: source.kind,
      ...seen(call, source, this.planner, bucket),
      ranges,
    });
  }

  split(call: Call, source: Split, bucket: number, variant: string | undefined): void {
    const slice = source.hash ? undefined : sliceOf(source, bucket, variant);
    this.add({
      ...{
        step: "split",
        outcome: variant ? "served" : "nothing",
        ...seen(call, source, this.planner, bucket),
      },
      ...(!variant && bucket >= 0 && { cause: "gap" }),
      ...(variant && { variant }),
      ...(slice && { slice }),
    });
  }
}

/** The slice that a bucket is in, together with those of the same variant that it touches. */
function sliceOf({ slices }: Split, bucket: number, variant: string | undefined): Slice | undefined {
  const own = slices.filter(([key]) => key === variant).map(([, from, to]) => [from, to] as const);
  const range = merged(own).find(([from, to]) => bucket >= from && bucket < to);
  return range && variant !== undefined ? [variant, ...range] : undefined;
}

/** Makes the conditions of a program tell the recorder of the call how they came out. */
export function tracer(
  program: CompiledProgram,
): (source: Condition, ask: Ask, scope: Scope | undefined) => Ask {
  return (source, ask, scope) => {
    const tell = teller(source, program, scope);
    const isGroup = !("attribute" in source || "sample" in source);
    return (call) => {
      if (isGroup) call.recorder?.open();
      const result = ask(call);
      tell(call.recorder as StepRecorder, call, result);
      return result;
    };
  };
}

type Tell = (recorder: StepRecorder, call: Call, result: Truth) => void;

function teller(source: Condition, program: CompiledProgram, scope: Scope | undefined): Tell {
  if ("attribute" in source) {
    const { attribute, op, values } = source;
    const read = reader(attribute, program, scope);
    return (recorder, call, result) => {
      const value = read(call);
      recorder.add({
        ...{
          step: "clause",
          outcome: nameOf(result),
          ...whyUnknown(source, value, result),
          attribute,
          op,
          values,
        },
        ...(exists(value) && { value: value as Json }),
      });
    };
  }
  if ("some" in source) {
    const { some: attribute } = source;
    const read = reader(attribute, program, scope);
    return (recorder, call, result) => {
      const value = read(call);
      const why = Array.isArray(value) ? {} : whyUnknown({ attribute, op: "exists" }, value, UNKNOWN);
      recorder.close({ step: "some", outcome: nameOf(result), ...why, attribute });
    };
  }
  if ("sample" in source) {
    const plan = planSample(source.sample, program);
    const ranges = merged(source.sample.ranges);
    return (recorder, call, result) => {
      const drawn = seen(call, source.sample, program, draw(plan, call));
      recorder.add({ step: "sample", outcome: nameOf(result), ...drawn, ranges });
    };
  }
  if ("segment" in source) {
    const segment = program.segments.get(source.segment);
    return (recorder, call, result) => {
      const why = segment?.document
        ? whyIn(segment, program, recorder, call, result)
        : { cause: "missing" as const };
      recorder.close({ step: "segment", outcome: nameOf(result), ...why, segment: source.segment });
    };
  }
  if ("flag" in source) {
    const { variants } = source;
    const flag = program.flag(source.flag);
    return (recorder, call, result) => {
      const served = flag && once(call, flag.node!);
      const cause: Cause | undefined = served ? (served.errorCode ? "error" : undefined) : "missing";
      recorder.close({
        ...{ step: "flag", outcome: nameOf(result), ...(cause && { cause }), flag: source.flag, variants },
        ...(served && { served: served.variant }),
      });
    };
  }
  const step = "all" in source ? "all" : "any" in source ? "any" : "not" in source ? "not" : "known";
  return (recorder, _, result) => recorder.close({ step, outcome: nameOf(result) });
}

/** What decided about a segment, and the unit that was looked up. */
function whyIn(
  { document, included, excluded }: SegmentEntry,
  program: CompiledProgram,
  { current }: StepRecorder,
  call: Call,
  result: Truth,
): { readonly cause?: Cause; readonly unit?: string } {
  const isListed = included?.size !== 0 || excluded?.size !== 0;
  const unit = isListed ? asUnit(read(call, program.attribute(document!.by))) : undefined;
  const of = (cause: Cause | undefined) => ({
    ...(cause && { cause }),
    ...(unit !== undefined && { unit }),
  });
  if (unit !== undefined && included?.has(unit)) return of("included");
  if (unit !== undefined && included && excluded?.has(unit)) return of("excluded");
  if (result === TRUE) return of("rule");
  if (isListed && unit === undefined) return of("unit_missing");
  const isRuled = current.some((step) => step.outcome === "unknown");
  return of(result === UNKNOWN && !isRuled ? "list_missing" : undefined);
}

const PARSED = /^(semver.*|before|after|inCidr)$/;

function whyUnknown(
  { attribute, op }: Pick<Clause, "attribute" | "op">,
  value: unknown,
  result: Truth,
): { readonly cause?: Cause } {
  if (result !== UNKNOWN) return {};
  if (attribute.startsWith("$") && attribute !== "$now") return { cause: "reserved" };
  if (value === null) return { cause: "null" };
  if (!exists(value)) return { cause: "missing" };
  return { cause: typeof value === "string" && PARSED.test(op) ? "unparsable" : "wrong_type" };
}

/** Which attribute gave the unit of a draw, and the bucket; -1 is no unit. */
function seen(call: Call, source: Draw, planner: Planner, bucket: number) {
  const plan = planWay(source, planner);
  const units = plan.by.map((attribute) => drawnBy(call, attribute, plan));
  const i = units.findIndex((unit) => unit !== undefined);
  const unit = units[i];
  return {
    ...(unit === undefined && { cause: "unit_missing" as const }),
    by: source.by,
    ...(unit !== undefined && { path: source.by[i]!, unit }),
    ...(bucket >= 0 && { bucket }),
  };
}
