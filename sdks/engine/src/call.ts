import { bucket, bucketOf, prepare, type Prepared } from "./bucket.ts";
import { readPath, readTargetingKey, TARGETING_KEY } from "./path.ts";
import type { Truth } from "./truth.ts";
import type { Evaluation, FlagState, Gate, Prerequisite, Rule, Split } from "./types.ts";

/** A condition made ready to ask of a call. */
export type Ask = (call: Call) => Truth;

/** An attribute of the context: the cell for its value, and where to find it. */
export interface Attribute {
  readonly cell: number;
  readonly path: readonly string[];
}

/** A flag, a segment or the condition of a rule: what it comes to has a cell in each call. */
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
  targets(by: string, unit: string | undefined, variant: string | undefined): void;
  rule(source: Rule, index: number, matched: Truth, served: Evaluation | undefined): void;
  fallthrough(served: Evaluation | undefined, evaluation: Evaluation): void;
  gate(call: Call, source: Gate, bucket: number, isHeld: boolean): void;
  split(call: Call, source: Split, bucket: number, variant: string | undefined): void;
}

/**
 * The state of one evaluation, or of one evaluation of many flags: each attribute is read, each flag and segment judged, and (for many flags) each
 * condition of a rule judged at most once. It is used again for the next call, so nothing is cleared: a cell counts only if it bears the stamp of
 * the call.
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

  /** How many cells there are. */
  readonly size: number;
  /** The environment's revision. */
  readonly revision: number;
  readonly recorder: Recorder | undefined;
  /** Whether many flags are evaluated for the context. */
  readonly isMany: boolean;
  private stamp = 0;
  private readonly stamps: Float64Array;
  private readonly values: unknown[];
  private readonly untils: Float64Array;
  private prepared: Prepared | undefined;

  constructor(size: number, revision: number, isMany = false, recorder?: Recorder) {
    this.size = size;
    this.revision = revision;
    this.isMany = isMany;
    this.recorder = recorder;
    this.stamps = new Float64Array(size);
    this.values = Array<unknown>(size).fill(undefined);
    this.untils = new Float64Array(size);
  }

  begin(context: unknown, now: number): this {
    this.context = context;
    this.now = Math.floor(now);
    this.until = Infinity;
    this.unitMissing = false;
    this.stamp++;
    return this;
  }

  attribute({ cell, path }: Attribute): unknown {
    if (path === TARGETING_KEY) return readTargetingKey(this.context);
    return this.stamps[cell] === this.stamp
      ? this.values[cell]
      : this.keep(cell, readPath(this.context, path));
  }

  private keep(cell: number, value: unknown): unknown {
    this.stamps[cell] = this.stamp;
    this.values[cell] = value;
    return value;
  }

  /** What a flag comes to that is asked for itself; it has a cell only where others need it. */
  alone(flag: Node<Evaluation>): Evaluation {
    this.until = Infinity;
    this.unitMissing = false;
    return flag.cell < 0 ? flag.run(this) : this.once(flag);
  }

  /** What a flag, a segment or a condition comes to; it may have looked at the time. */
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
