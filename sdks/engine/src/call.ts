import { bucket } from "./bucket.ts";
import type { Attribute, Layout } from "./layout.ts";
import { asUnit, readPath, readTargetingKey, TARGETING_KEY } from "./path.ts";
import type { Truth } from "./truth.ts";
import type { Evaluation, FlagDocument, FlagState, Gate, Prerequisite, Split } from "./types.ts";

/** A condition made ready to ask of a call. */
export type Ask = (call: Call) => Truth;

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

/** Draws the buckets of a call in which many flags are evaluated. */
export type Bucketing = (unit: string, seed: number) => number;

/**
 * The state of one evaluation, or of one evaluation of many flags: each attribute is read, each flag and segment judged, and (for many flags) each
 * condition of a rule judged at most once. It holds no fractions, which the machine would have to box.
 */
export interface Call {
  readonly program: Calls;
  readonly context: unknown;
  readonly options: { readonly now: number };
  /** Where many flags are evaluated for the context. */
  readonly many: Bucketing | undefined;
  readonly recorder: Recorder | undefined;
  /** No other call of the program has this one. */
  readonly stamp: number;
  /** What the flag at hand came upon, if anything. */
  notes: Notes | undefined;
}

export interface Notes {
  /** The least instant after `now` at which a time condition that was looked at changes. */
  readonly until: number | undefined;
  /** Whether a split was passed over for want of a unit. */
  readonly unitMissing: boolean;
}

export const newCall = (
  program: Calls,
  context: unknown,
  options: { readonly now: number },
  recorder?: Recorder,
  many?: Bucketing,
): Call => ({
  program,
  context,
  options,
  many,
  recorder,
  stamp: ++program.calls,
  notes: undefined,
});

export const nowOf = ({ options }: Call): number => Math.floor(options.now);

export function read(call: Call, attribute: Attribute): unknown {
  const { stamp } = call;
  if (attribute.stamp === stamp) return attribute.value;
  call.program.layout.read(call.context, stamp);
  if (attribute.stamp === stamp) return attribute.value;
  const value = readPath(call.context, attribute.path);
  attribute.stamp = stamp;
  return (attribute.value = value);
}

/** The unit that an attribute gives, mostly by far the commonest one, which is quicker to read again than to keep. */
export const unitOf = (call: Call, attribute: Attribute): string | undefined =>
  asUnit(attribute.path === TARGETING_KEY ? readTargetingKey(call.context) : read(call, attribute));

/** The bucket of a unit. */
export const bucketOf = ({ many }: Call, unit: string, seed: number): number =>
  many === undefined ? bucket(unit, seed) : many(unit, seed);

export function expire(call: Call, at: number): void {
  const { until = at, unitMissing = false } = call.notes ?? {};
  call.notes = { until: Math.min(until, at), unitMissing };
}

export function missUnit(call: Call): undefined {
  call.notes = { until: call.notes?.until, unitMissing: true };
}

/** A flag, a segment or the condition of a rule, with what it came to for the call whose stamp it bears. */
export class Node<Result> {
  run: ((call: Call) => Result) | undefined;
  stamp = 0;
  result: Result | undefined = undefined;
  until: number | undefined = undefined;
  /** Whether it is sooner asked again than kept. */
  isCheap = false;

  constructor(run?: (call: Call) => Result) {
    this.run = run;
  }
}

const untilOf = ({ notes }: Call): number | undefined => notes?.until;

/** What a flag, a segment or a condition comes to; it may have looked at the time. */
export function once<Result>(call: Call, node: Node<Result>): Result {
  if (node.isCheap) return node.run!(call);
  if (node.stamp !== call.stamp) {
    const { notes } = call;
    call.notes = undefined;
    node.result = node.run!(call);
    node.until = untilOf(call);
    node.stamp = call.stamp;
    call.notes = notes;
  }
  if (node.until !== undefined) expire(call, node.until);
  return node.result as Result;
}
