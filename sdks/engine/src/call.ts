import type { Names } from "./names.ts";
import { readPath } from "./path.ts";
import type { Recorder } from "./recorder.ts";
import { UNKNOWN, type Truth } from "./truth.ts";
import type { Evaluation } from "./types.ts";

/** A condition made ready to ask of a call. */
export type Ask = (call: Call) => Truth;

export type FlagState = "on" | "off" | "killed" | "quarantined";

/** What a call asks of a program: segments and flags, by the numbers their keys have. */
export interface Plans {
  readonly names: Names<Ask>;
  readonly revision: number;
  hasSegment(index: number): boolean;
  /** Unknown where there is no such segment. */
  askSegment(index: number, call: Call): Truth;
  runFlag(index: number, call: Call): Evaluation | undefined;
  stateOfFlag(index: number): FlagState | undefined;
}

/**
 * The state of one evaluation, or of one evaluation of all flags: each attribute is read, each clause and segment judged and each flag evaluated at most
 * once. It is used again for the next call, so nothing is cleared: an entry counts only if it bears the stamp of the call.
 */
export class Call {
  context: unknown;
  now = 0;
  /** The array element that `some … where` is looking at. */
  element: unknown;
  /** The least instant after `now` at which a time condition that was looked at changes. */
  until = Infinity;
  /** Whether the flag at hand has passed over a split for want of a unit. */
  unitMissing = false;
  recorder: Recorder | undefined;

  readonly plans: Plans;
  private stamp = 0;
  private readonly attributes: unknown[];
  private readonly attributeStamps: Uint32Array;
  private readonly clauses: Int8Array;
  private readonly clauseStamps: Uint32Array;
  private readonly segments: Truth[];
  private readonly segmentUntil: Float64Array;
  private readonly segmentStamps: Uint32Array;
  private readonly flags: (Evaluation | undefined)[];
  private readonly flagStamps: Uint32Array;

  constructor(plans: Plans) {
    const { attributes, clauses, segments, flags } = plans.names;
    this.plans = plans;
    this.attributes = Array<unknown>(attributes.size).fill(undefined);
    this.attributeStamps = new Uint32Array(attributes.size);
    this.clauses = new Int8Array(clauses.size);
    this.clauseStamps = new Uint32Array(clauses.size);
    this.segments = Array<Truth>(segments.size).fill(UNKNOWN);
    this.segmentUntil = new Float64Array(segments.size);
    this.segmentStamps = new Uint32Array(segments.size);
    this.flags = Array<Evaluation | undefined>(flags.size).fill(undefined);
    this.flagStamps = new Uint32Array(flags.size);
  }

  begin(context: unknown, now: number): void {
    this.context = context;
    this.now = Math.floor(now);
    this.until = Infinity;
    this.unitMissing = false;
    this.stamp++;
  }

  /** What the context holds at the path of that number; see `Names.attribute`. */
  attribute(index: number): unknown {
    return this.attributeStamps[index] === this.stamp ? this.attributes[index] : this.readAttribute(index);
  }

  private readAttribute(index: number): unknown {
    this.attributeStamps[index] = this.stamp;
    return (this.attributes[index] = readPath(this.context, this.plans.names.paths[index]!));
  }

  /** What a clause came to earlier in this call. */
  recallClause(index: number): Truth | undefined {
    return this.clauseStamps[index] === this.stamp && this.recorder === undefined
      ? (this.clauses[index] as Truth)
      : undefined;
  }

  keepClause(index: number, result: Truth): Truth {
    this.clauseStamps[index] = this.stamp;
    return (this.clauses[index] = result);
  }

  segment(index: number): Truth {
    if (this.segmentStamps[index] !== this.stamp) {
      const outer = this.until;
      this.until = Infinity;
      this.segments[index] = this.plans.askSegment(index, this);
      this.segmentUntil[index] = this.until;
      this.segmentStamps[index] = this.stamp;
      this.until = outer;
    }
    this.expire(this.segmentUntil[index]!);
    return this.segments[index]!;
  }

  /** Another flag's evaluation for the same context; `undefined` where there is no such flag. */
  flag(index: number): Evaluation | undefined {
    if (this.flagStamps[index] !== this.stamp) {
      const { until, unitMissing, element } = this;
      this.until = Infinity;
      this.unitMissing = false;
      this.flags[index] = this.plans.runFlag(index, this);
      this.flagStamps[index] = this.stamp;
      this.until = until;
      this.unitMissing = unitMissing;
      this.element = element;
    }
    const evaluation = this.flags[index];
    if (evaluation?.validUntil !== undefined) this.expire(evaluation.validUntil);
    return evaluation;
  }

  expire(at: number): void {
    if (at < this.until) this.until = at;
  }
}
