import type { Ask, Node } from "./call.ts";
import type { Attribute } from "./layout.ts";
import type { Comparing } from "./operators.ts";
import type { Truth } from "./truth.ts";
import type { Condition, Evaluation, FlagState, Hasher } from "./types.ts";

/** A flag as others see it. */
export interface FlagNode extends Node<Evaluation> {
  readonly state: FlagState;
}

/** What is handed to `compile` that some documents cannot run without. */
export interface Abilities extends Comparing {
  readonly hasher?: Hasher | undefined;
}

/** What documents are planned with: what those of a program share. */
export interface Planner extends Abilities {
  /** The environment's. */
  readonly revision: number;
  attribute(path: string): Attribute;
  /** What is planned once for all documents that say the same. */
  shared<Plan>(source: object, plan: () => Plan): Plan;
  /** Another document, planned as well; `undefined` where it is not there or cannot run. */
  flag(key: string): FlagNode | undefined;
  segment(key: string): Node<Truth> | undefined;
  /** Replaces a condition made ready by one that also tells how it came out; see `explain`. */
  readonly trace: ((source: Condition, ask: Ask, inElement: boolean) => Ask) | undefined;
}

/** Thrown while planning what a newer engine, or one that was handed more, could run. */
export class Unsupported extends Error {}
