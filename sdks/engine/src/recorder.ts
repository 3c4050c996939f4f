import type { Cause, ExplanationStep, TruthName } from "./explanation.ts";
import { exists } from "./operators.ts";
import { asUnit } from "./path.ts";
import { TRUE, UNKNOWN, type Truth } from "./truth.ts";
import type { Clause, Evaluation, GateKind, Json, Range } from "./types.ts";

interface DrawSource {
  readonly by: readonly number[];
  readonly paths: readonly string[];
}

interface Attributes {
  attribute(index: number): unknown;
}

type Steps = ExplanationStep[];
type GroupStep = Extract<ExplanationStep, { readonly steps: readonly ExplanationStep[] }>;
type WithoutSteps<Step> = Step extends GroupStep ? Omit<Step, "steps"> : never;

const nameOf = (result: Truth): TruthName =>
  result === TRUE ? "true" : result === UNKNOWN ? "unknown" : "false";

/** Writes down the steps that an evaluation takes, each inside of the step that was opened last. */
export class Recorder {
  readonly steps: Steps = [];
  private readonly outer: Steps[] = [];
  private current: Steps = this.steps;
  private cause: Cause | undefined;
  private unit: string | undefined;

  /** Whatever is recorded from here on belongs to the step that closes it. */
  open(): void {
    this.outer.push(this.current);
    this.current = [];
    this.because(undefined);
  }

  private close(step: WithoutSteps<GroupStep>): void {
    const steps = this.current;
    this.current = this.outer.pop()!;
    this.add({ ...step, steps });
    this.because(undefined);
  }

  private add(step: ExplanationStep): void {
    this.current.push(step);
  }

  /** The cause of the segment step that closes next, and the unit it looked up. */
  because(cause: Cause | undefined, unit?: string): void {
    this.cause = cause;
    this.unit = unit;
  }

  state(state: "on" | "off" | "killed" | "quarantined", variant: string | null | undefined): void {
    if (state === "killed") this.add({ step: "kill", outcome: "killed", variant: variant ?? null });
    else if (state === "off") this.add({ step: "switch", outcome: "off", variant: variant ?? null });
    else if (state === "on") {
      this.add({ step: "switch", outcome: "on" });
      if (variant !== undefined) this.add({ step: "fallthrough", outcome: "served", variant, steps: [] });
    }
  }

  prerequisite(
    flag: string,
    variants: readonly string[],
    met: boolean,
    state: string | undefined,
    isUp: boolean,
    served: Evaluation | undefined,
  ): void {
    const cause: Cause | undefined = met
      ? undefined
      : isUp
        ? "variant"
        : state === "off" || state === "killed"
          ? state
          : state === undefined
            ? "missing"
            : "error";
    this.close({
      ...{ step: "prerequisite", outcome: met ? "met" : "failed", ...(cause && { cause }), flag, variants },
      ...(served && { served: served.variant }),
    });
  }

  target(
    by: string,
    unit: string | undefined,
    outcome: { readonly variant: string | null } | undefined,
  ): void {
    this.add({
      ...{ step: "targets", outcome: outcome ? "match" : "no_match", by },
      ...(unit !== undefined && { unit }),
      ...(outcome && { variant: outcome.variant! }),
    });
  }

  rule(
    id: string,
    name: string | undefined,
    index: number,
    matched: Truth,
    served: Evaluation | undefined,
  ): void {
    const outcome = served
      ? "served"
      : matched === TRUE
        ? "passed"
        : matched === UNKNOWN
          ? "unknown"
          : "no_match";
    this.close({
      ...{ step: "rule", outcome, index, id, ...(name !== undefined && { name }) },
      ...(served && { variant: served.variant! }),
    });
  }

  fallthrough(isServed: boolean, { variant }: Evaluation): void {
    this.close({ step: "fallthrough", outcome: isServed ? "served" : "off_variant", variant });
  }

  clause({ attribute, op, values }: Clause, value: unknown, result: Truth): void {
    const cause = result === UNKNOWN ? whyUnknown(attribute, value, op) : undefined;
    this.add({
      ...{ step: "clause", outcome: nameOf(result), ...(cause && { cause }), attribute, op, values },
      ...(exists(value) && { value: value as Json }),
    });
  }

  group(step: "all" | "any" | "not" | "known", result: Truth): void {
    this.close({ step, outcome: nameOf(result) });
  }

  some(attribute: string, value: unknown, result: Truth): void {
    const cause = Array.isArray(value) ? undefined : whyUnknown(attribute, value);
    this.close({ step: "some", outcome: nameOf(result), ...(cause && { cause }), attribute });
  }

  segment(segment: string, exists: boolean, result: Truth): void {
    const cause = exists ? this.cause : "missing";
    this.close({
      ...{ step: "segment", outcome: nameOf(result), ...(cause && { cause }), segment },
      ...(this.unit !== undefined && { unit: this.unit }),
    });
  }

  flag(flag: string, variants: readonly string[], served: Evaluation | undefined, result: Truth): void {
    const cause: Cause | undefined =
      served === undefined ? "missing" : served.errorCode ? "error" : undefined;
    this.close({
      ...{ step: "flag", outcome: nameOf(result), ...(cause && { cause }), flag, variants },
      ...(served && { served: served.variant }),
    });
  }

  sample(
    call: Attributes,
    plan: DrawSource & { readonly ranges: readonly Range[] },
    bucket: number,
    result: Truth,
  ): void {
    this.add({ step: "sample", outcome: nameOf(result), ...seen(call, plan, bucket), ranges: plan.ranges });
  }

  gate(
    call: Attributes,
    plan: DrawSource & { readonly ranges: readonly Range[]; readonly kind: GateKind },
    bucket: number,
    isHeld: boolean,
  ): void {
    const outcome = isHeld ? "held" : "not_held";
    this.add({ step: "gate", outcome, gate: plan.kind, ...seen(call, plan, bucket), ranges: plan.ranges });
  }

  split(call: Attributes, plan: SplitSource, bucket: number, variant: string | null | undefined): void {
    const i = plan.profile || bucket < 0 ? -1 : plan.cuts.findIndex((cut) => bucket < cut);
    this.add({
      ...{ step: "split", outcome: variant ? "served" : "nothing", ...seen(call, plan, bucket) },
      ...(!variant && bucket >= 0 && { cause: "gap" }),
      ...(variant && { variant }),
      ...(variant && i >= 0 && { slice: [variant, plan.cuts[i - 1] ?? 0, plan.cuts[i]!] as const }),
    });
  }
}

interface SplitSource extends DrawSource {
  readonly cuts: readonly number[];
  readonly profile: unknown;
}

const PARSED = /^(semver.*|before|after|inCidr)$/;

function whyUnknown(attribute: string, value: unknown, op = ""): Cause {
  if (attribute.startsWith("$") && attribute !== "$now") return "reserved";
  if (value === null) return "null";
  if (!exists(value)) return "missing";
  return typeof value === "string" && PARSED.test(op) ? "unparsable" : "wrong_type";
}

/** Which attribute gave the unit of a draw, and the bucket; -1 is no unit. */
function seen(call: Attributes, { by, paths }: DrawSource, bucket: number) {
  const i = by.findIndex((index) => asUnit(call.attribute(index)) !== undefined);
  const unit = i < 0 ? undefined : asUnit(call.attribute(by[i]!));
  return {
    ...(unit === undefined && { cause: "unit_missing" as const }),
    by: paths,
    ...(unit !== undefined && { path: paths[i]!, unit }),
    ...(bucket >= 0 && { bucket }),
  };
}
