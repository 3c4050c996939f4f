import { bucket, bucketOf, prepare, type Prepared } from "./bucket.ts";
import type { Attribute, Layout } from "./layout.ts";
import { asUnit, readPath, readTargetingKey, TARGETING_KEY } from "./path.ts";
import type { Truth } from "./truth.ts";
import type { Evaluation, FlagDocument, FlagState, Gate, Prerequisite, Split } from "./types.ts";

/** A condition made ready to ask of a call. */
export type Ask = (call: Call) => Truth;

/** A flag, a segment or the condition of a rule, with what it came to for the call whose stamp it bears. */
export abstract class Node<Result> {
  stamp = 0;
  result: Result | undefined = undefined;
  until: number | undefined = undefined;

  abstract run(call: Call): Result;
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
  /** The fallthrough comes after the last rule. */
  rule(flag: FlagDocument, index: number, matched: Truth, served: Evaluation | undefined): void;
  gate(call: Call, source: Gate, bucket: number, isHeld: boolean): void;
  split(call: Call, source: Split, bucket: number, variant: string | undefined): void;
}

/** What the calls of a program share. */
interface Calls {
  readonly layout: Layout;
  /** The environment's. */
  readonly revision: number;
  /** How many there were. */
  calls: number;
}

/**
 * The state of one evaluation, or of one evaluation of many flags: each attribute is read, each flag and segment judged, and (for many flags) each
 * condition of a rule judged at most once. It holds no fractions, which the machine would have to box.
 */
export class Call {
  readonly program: Calls;
  readonly context: unknown;
  private readonly options: { readonly now: number };
  /** Whether many flags are evaluated for the context. */
  readonly isMany: boolean;
  readonly recorder: Recorder | undefined;
  /** No other call of the program has this one. */
  readonly stamp: number;
  /** The least instant after `now` at which a time condition that was looked at changes. */
  until: number | undefined = undefined;
  /** Whether the flag at hand has passed over a split for want of a unit. */
  unitMissing = false;
  /** The array element that `some … where` is looking at. */
  element: unknown = undefined;
  private isRead = false;
  private prepared: Prepared | undefined = undefined;

  constructor(
    program: Calls,
    context: unknown,
    options: { readonly now: number },
    isMany = false,
    recorder?: Recorder,
  ) {
    this.program = program;
    this.context = context;
    this.options = options;
    this.isMany = isMany;
    this.recorder = recorder;
    this.stamp = ++program.calls;
  }

  get now(): number {
    return Math.floor(this.options.now);
  }

  attribute(attribute: Attribute): unknown {
    return attribute.stamp === this.stamp ? attribute.value : this.read(attribute);
  }

  private read(attribute: Attribute): unknown {
    if (!this.isRead) {
      this.isRead = true;
      this.program.layout.read(this.context, this.stamp);
    }
    if (attribute.stamp === this.stamp) return attribute.value;
    const value = readPath(this.context, attribute.path);
    attribute.stamp = this.stamp;
    return (attribute.value = value);
  }

  /** The unit that an attribute gives, mostly by far the commonest one, which is quicker to read again than to keep. */
  unit(attribute: Attribute): string | undefined {
    const { path } = attribute;
    return asUnit(path === TARGETING_KEY ? readTargetingKey(this.context) : this.attribute(attribute));
  }

  /** What a flag, a segment or a condition comes to; it may have looked at the time. */
  once<Result>(node: Node<Result>): Result {
    if (node.stamp !== this.stamp) {
      const { until, unitMissing, element } = this;
      this.until = undefined;
      this.unitMissing = false;
      node.result = node.run(this);
      node.until = this.until;
      node.stamp = this.stamp;
      this.until = until;
      this.unitMissing = unitMissing;
      this.element = element;
    }
    if (node.until !== undefined) this.expire(node.until);
    return node.result as Result;
  }

  /** The bucket of a unit, which is read once where many flags draw it. */
  bucket(unit: string, seed: number): number {
    if (!this.isMany) return bucket(unit, seed);
    if (this.prepared?.unit !== unit) this.prepared = prepare(unit);
    return bucketOf(this.prepared, seed);
  }

  expire(at: number): void {
    if (this.until === undefined || at < this.until) this.until = at;
  }
}
