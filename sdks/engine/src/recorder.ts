import type { Ask, Call } from "./call.ts";
import type { CompiledProgram, SegmentEntry } from "./compile.ts";
import { reader } from "./condition.ts";
import { draw, planSample, type DrawPlan, type SamplePlan } from "./draw.ts";
import type { Cause, ExplanationStep, TruthName } from "./explanation.ts";
import type { FlagState } from "./flag.ts";
import { exists } from "./operators.ts";
import { asUnit } from "./path.ts";
import type { GatePlan, SplitPlan } from "./split.ts";
import { TRUE, UNKNOWN, type Truth } from "./truth.ts";
import type { Clause, Condition, Draw, Evaluation, Json, Prerequisite, Rule } from "./types.ts";

type Steps = ExplanationStep[];
type GroupStep = Extract<ExplanationStep, { readonly steps: readonly ExplanationStep[] }>;
type WithoutSteps<Step> = Step extends GroupStep ? Omit<Step, "steps"> : never;

const nameOf = (result: Truth): TruthName =>
  result === TRUE ? "true" : result === UNKNOWN ? "unknown" : "false";

/** Writes down the steps that an evaluation takes, each inside of the step that was opened last. */
export class Recorder {
  readonly steps: Steps = [];
  private readonly outer: Steps[] = [];
  /** The steps taken since the last `open`. */
  current: Steps = this.steps;

  /** Whatever is recorded from here on belongs to the step that closes it. */
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
    { flag, variants }: Prerequisite,
    isMet: boolean,
    state: FlagState | undefined,
    isUp: boolean,
    served: Evaluation | undefined,
  ): void {
    const down = state === "off" || state === "killed" ? state : state === undefined ? "missing" : "error";
    const cause = isMet ? undefined : isUp ? "variant" : down;
    this.close({
      ...{ step: "prerequisite", outcome: isMet ? "met" : "failed", ...(cause && { cause }), flag, variants },
      ...(served && { served: served.variant }),
    });
  }

  target(by: string, unit: string | undefined, served: Evaluation | undefined): void {
    this.add({
      ...{ step: "targets", outcome: served ? "match" : "no_match", by },
      ...(unit !== undefined && { unit }),
      ...(served && { variant: served.variant! }),
    });
  }

  rule({ id, name }: Rule, index: number, matched: Truth, served: Evaluation | undefined): void {
    const unserved = matched === TRUE ? "passed" : matched === UNKNOWN ? "unknown" : "no_match";
    this.close({
      ...{ step: "rule", outcome: served ? "served" : unserved, index, id },
      ...(name !== undefined && { name }),
      ...(served && { variant: served.variant! }),
    });
  }

  fallthrough(isServed: boolean, { variant }: Evaluation): void {
    this.close({ step: "fallthrough", outcome: isServed ? "served" : "off_variant", variant });
  }

  gate(call: Call, plan: GatePlan, bucket: number, isHeld: boolean): void {
    const { source, ranges } = plan;
    const outcome = isHeld ? "held" : "not_held";
    this.add({ step: "gate", outcome, gate: source.kind, ...seen(call, source, plan, bucket), ranges });
  }

  split(call: Call, plan: SplitPlan, bucket: number, served: Evaluation | undefined): void {
    const i = plan.profile || bucket < 0 ? -1 : plan.cuts.findIndex((cut) => bucket < cut);
    const variant = served?.variant;
    this.add({
      ...{ step: "split", outcome: variant ? "served" : "nothing", ...seen(call, plan.source, plan, bucket) },
      ...(!variant && bucket >= 0 && { cause: "gap" }),
      ...(variant && { variant }),
      ...(variant && i >= 0 && { slice: [variant, plan.cuts[i - 1] ?? 0, plan.cuts[i]!] as const }),
    });
  }
}

/** Makes the conditions of a program tell the recorder of the call how they came out. */
export function tracer(program: CompiledProgram): (source: Condition, ask: Ask, inElement: boolean) => Ask {
  return (source, ask, inElement) => {
    const tell = teller(source, program, inElement);
    return (call) => {
      const isGroup = !("attribute" in source || "sample" in source);
      if (isGroup) call.recorder?.open();
      const result = ask(call);
      if (call.recorder) tell(call.recorder, call, result);
      return result;
    };
  };
}

type Tell = (recorder: Recorder, call: Call, result: Truth) => void;

function teller(source: Condition, program: CompiledProgram, inElement: boolean): Tell {
  if ("attribute" in source) {
    const { attribute, op, values } = source;
    const read = reader(attribute, program, inElement);
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
    const read = reader(attribute, program, inElement);
    return (recorder, call, result) => {
      const value = read(call);
      const why = Array.isArray(value) ? {} : whyUnknown({ attribute, op: "exists" }, value, UNKNOWN);
      recorder.close({ step: "some", outcome: nameOf(result), ...why, attribute });
    };
  }
  if ("sample" in source) {
    const plan = planSample(source.sample, program);
    const { ranges } = plan;
    return (recorder, call, result) => {
      const drawn = seen(call, source.sample, plan, draw(call, plan));
      recorder.add({ step: "sample", outcome: nameOf(result), ...drawn, ranges });
    };
  }
  if ("segment" in source) {
    const segment = program.segments.get(source.segment);
    return (recorder, call, result) => {
      const why = segment ? whyIn(segment, program, recorder, call, result) : { cause: "missing" as const };
      recorder.close({ step: "segment", outcome: nameOf(result), ...why, segment: source.segment });
    };
  }
  if ("flag" in source) {
    const { variants } = source;
    const flag = program.flags.get(source.flag);
    return (recorder, call, result) => {
      const served = flag && call.flag(flag);
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
  { source, included, excluded }: SegmentEntry,
  program: CompiledProgram,
  { current }: Recorder,
  call: Call,
  result: Truth,
): { readonly cause?: Cause; readonly unit?: string } {
  const { by } = source as { readonly by: string };
  const isListed = included?.size !== 0 || excluded?.size !== 0;
  const unit = isListed ? asUnit(call.attribute(program.attribute(by))) : undefined;
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
function seen(call: Call, source: Draw, { by }: DrawPlan | SamplePlan, bucket: number) {
  const i = by.findIndex((attribute) => asUnit(call.attribute(attribute)) !== undefined);
  const unit = i < 0 ? undefined : asUnit(call.attribute(by[i]!));
  return {
    ...(unit === undefined && { cause: "unit_missing" as const }),
    by: source.by,
    ...(unit !== undefined && { path: source.by[i]!, unit }),
    ...(bucket >= 0 && { bucket }),
  };
}
