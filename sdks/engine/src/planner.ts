import type { Ask, Node } from "./call.ts";
import type { Attribute } from "./layout.ts";
import type { Comparing } from "./operators.ts";
import type { Truth } from "./truth.ts";
import type { Condition, Evaluation, FlagState, Hasher } from "./types.ts";

/** A flag as others see it. */
export interface FlagNode {
  readonly node: Node<Evaluation> | undefined;
  readonly plan: { readonly state: FlagState } | undefined;
}

/** What is handed to `compile` that some documents cannot run without. */
export interface Abilities extends Comparing {
  readonly hasher?: Hasher | undefined;
}

/** An element of an array, while `some … where` is looking at it. */
export interface Scope {
  element: unknown;
}

/** What documents are planned with: what those of a program share. */
export interface Planner {
  readonly tools: Abilities;
  /** The environment's. */
  readonly revision: number;
  attribute(path: string): Attribute;
  /** What is planned once for all documents that say the same. */
  shared<Plan>(source: object, plan: () => Plan): Plan;
  /** Another document, which is planned before anybody asks; `undefined` where it is not there. */
  flag(key: string): FlagNode | undefined;
  segment(key: string): Node<Truth> | undefined;
  /** Replaces a condition made ready by one that also tells how it came out; see `explain`. */
  readonly trace: ((source: Condition, ask: Ask, scope: Scope | undefined) => Ask) | undefined;
}

/** Thrown while planning what a newer engine, or one that was handed more, could run. */
export class Unsupported extends Error {}
