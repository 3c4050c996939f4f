import { bucket, bucketOf, prepare, type Prepared } from "./bucket.ts";
import { readPath } from "./path.ts";
import type { Truth } from "./truth.ts";
import type { Evaluation, FlagState, Gate, Prerequisite, Rule, Split } from "./types.ts";

/** A condition made ready to ask of a call. */
export type Ask = (call: Call) => Truth;

/** An attribute of the context: the cell for its value, and where to find it. */
export interface Attribute {
  readonly cell: number;
  readonly path: readonly string[];
}

/** A flag or segment: what it comes to has a cell in each call. */
export interface Node<Result> {
  readonly cell: number;
  run(call: Call): Result;
}

/** Is told the steps of an evaluation; `open` comes before whatever else belongs to a prerequisite, rule or fallthrough. */
export interface Recorder {
  open(): void;
  state(state: FlagState, fixed: Evaluation | undefined): void;
  prerequisite(
    source: Prerequisite,
    isMet: boolean,
    state: FlagState | undefined,
    served: Evaluation | undefined,
  ): void;
  targets(by: string, unit: string | undefined, served: Evaluation | undefined): void;
  rule(source: Rule, index: number, matched: Truth, served: Evaluation | undefined): void;
  fallthrough(served: Evaluation | undefined, evaluation: Evaluation): void;
  gate(call: Call, source: Gate, bucket: number, isHeld: boolean): void;
  split(call: Call, source: Split, bucket: number, variant: string | undefined): void;
}

/**
 * The state of one evaluation, or of one evaluation of many flags: each attribute is read, each flag and segment judged, and (for many flags) each
 * clause judged at most once. It is used again for the next call, so nothing is cleared: a cell counts only if it bears the stamp of the call.
 */
export class Call {
  context: unknown;
  now = 0;
  /** Whether many flags are evaluated for the context. */
  isMany = false;
  /** The array element that `some … where` is looking at. */
  element: unknown;
  /** The least instant after `now` at which a time condition that was looked at changes. */
  until = Infinity;
  /** Whether the flag at hand has passed over a split for want of a unit. */
  unitMissing = false;
  recorder: Recorder | undefined;

  readonly size: number;
  private stamp = 0;
  private readonly stamps: Float64Array;
  private readonly values: unknown[];
  private readonly untils: Float64Array;
  private prepared: Prepared | undefined;

  constructor(size: number) {
    this.size = size;
    this.stamps = new Float64Array(size);
    this.values = Array<unknown>(size).fill(undefined);
    this.untils = new Float64Array(size);
  }

  begin(context: unknown, now: number, isMany: boolean, recorder: Recorder | undefined): void {
    this.context = context;
    this.now = Math.floor(now);
    this.isMany = isMany;
    this.until = Infinity;
    this.unitMissing = false;
    this.recorder = recorder;
    this.stamp++;
  }

  attribute({ cell, path }: Attribute): unknown {
    return this.stamps[cell] === this.stamp
      ? this.values[cell]
      : this.keep(cell, readPath(this.context, path));
  }

  /** What was kept in a cell in this call, if anything. */
  recall(cell: number): unknown {
    return this.stamps[cell] === this.stamp ? this.values[cell] : undefined;
  }

  keep<Value>(cell: number, value: Value): Value {
    this.stamps[cell] = this.stamp;
    this.values[cell] = value;
    return value;
  }

  /** What a flag or segment comes to; it may have looked at the time. */
  once<Result>(node: Node<Result>): Result {
    const { cell } = node;
    if (this.stamps[cell] !== this.stamp) {
      const { until, unitMissing, element } = this;
      this.until = Infinity;
      this.unitMissing = false;
      this.keep(cell, node.run(this));
      this.untils[cell] = this.until;
      this.until = until;
      this.unitMissing = unitMissing;
      this.element = element;
    }
    this.expire(this.untils[cell]!);
    return this.values[cell] as Result;
  }

  /** The bucket of a unit, which is read once where many flags draw it. */
  bucket(unit: string, seed: number): number {
    if (!this.isMany) return bucket(unit, seed);
    if (this.prepared?.unit !== unit) this.prepared = prepare(unit);
    return bucketOf(this.prepared, seed);
  }

  expire(at: number): void {
    if (at < this.until) this.until = at;
  }
}
