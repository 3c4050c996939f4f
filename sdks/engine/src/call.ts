import { bucket, bucketOf, prepare, type Prepared } from "./bucket.ts";
import type { CompiledProgram, FlagEntry, SegmentEntry } from "./compile.ts";
import { runFlag } from "./flag.ts";
import { readPath } from "./path.ts";
import type { Recorder } from "./recorder.ts";
import type { Truth } from "./truth.ts";
import type { Evaluation } from "./types.ts";

/** A condition made ready to ask of a call. */
export type Ask = (call: Call) => Truth;

/** An attribute of the context: the cell for its value, and where to find it. */
export interface Attribute {
  readonly cell: number;
  readonly path: readonly string[];
}

/**
 * The state of one evaluation, or of one evaluation of all flags: each attribute is read, each clause and segment judged and each flag evaluated at most
 * once. It is used again for the next call, so nothing is cleared: a cell counts only if it bears the stamp of the call. What is planned only in the
 * middle of a call may have no cell yet, and is then not remembered; documents have theirs from the start.
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

  readonly size: number;
  private readonly program: CompiledProgram;
  private stamp = 0;
  private readonly stamps: Float64Array;
  private readonly values: unknown[];
  private isMany = false;
  private prepared: Prepared | undefined;
  private readonly untils = new Map<number, number>();

  constructor(program: CompiledProgram, size: number) {
    this.program = program;
    this.size = size;
    this.stamps = new Float64Array(size);
    this.values = Array<unknown>(size).fill(undefined);
  }

  /** `isMany`: for many flags. */
  begin(context: unknown, now: number, isMany: boolean): void {
    this.isMany = isMany;
    this.context = context;
    this.now = Math.floor(now);
    this.until = Infinity;
    this.unitMissing = false;
    this.stamp += 4;
  }

  private has(cell: number): boolean {
    return this.stamps[cell] === this.stamp;
  }

  /** What a clause came to earlier in this call; its cell bears that together with the stamp. */
  recall(cell: number): Truth | undefined {
    const kept = this.stamps[cell]! - this.stamp;
    return kept > 0 ? ((kept - 2) as Truth) : undefined;
  }

  remember(cell: number, result: Truth): Truth {
    this.stamps[cell] = this.stamp + result + 2;
    return result;
  }

  private keep<T>(cell: number, value: T): T {
    if (cell < this.size) {
      this.stamps[cell] = this.stamp;
      this.values[cell] = value;
    }
    return value;
  }

  attribute({ cell, path }: Attribute): unknown {
    return this.has(cell) ? this.values[cell] : this.keep(cell, readPath(this.context, path));
  }

  /** The bucket of a unit, which is read once where many flags draw it. */
  bucket(unit: string, seed: number): number {
    if (!this.isMany) return bucket(unit, seed);
    if (this.prepared?.unit !== unit) this.prepared = prepare(unit);
    return bucketOf(this.prepared, seed);
  }

  segment(segment: SegmentEntry): Truth {
    const { cell } = segment;
    if (!this.has(cell)) {
      const { until } = this;
      this.until = Infinity;
      this.keep(cell, (segment.ask ?? this.program.askOf(segment))(this));
      if (this.until !== Infinity) this.untils.set(cell, this.until);
      else if (this.untils.size > 0) this.untils.delete(cell);
      this.until = until;
    }
    if (this.untils.size > 0) this.expire(this.untils.get(cell) ?? Infinity);
    return this.values[cell] as Truth;
  }

  /** Another flag's evaluation for the same context. */
  flag(flag: FlagEntry): Evaluation {
    if (!this.has(flag.cell)) {
      const { until, unitMissing, element } = this;
      this.until = Infinity;
      this.unitMissing = false;
      this.keep(flag.cell, runFlag(flag.plan ?? this.program.planOf(flag), this));
      this.until = until;
      this.unitMissing = unitMissing;
      this.element = element;
    }
    const evaluation = this.values[flag.cell] as Evaluation;
    if (evaluation.validUntil !== undefined) this.expire(evaluation.validUntil);
    return evaluation;
  }

  expire(at: number): void {
    if (at < this.until) this.until = at;
  }
}
