import type { Gate } from "@guidon/engine";

export const drawKinds = ["layer", "holdout"] as const;
/** A layer gives flags slices that nobody else has; a holdout keeps some users out. */
export type DrawKind = (typeof drawKinds)[number];

/** A draw that flags of a project share, in every environment. */
export interface SharedDraw {
  readonly id: string;
  readonly projectId: string;
  readonly kind: DrawKind;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** Attribute paths; the first usable one gives the unit. */
  readonly by: readonly string[];
  readonly seed: number;
  /** Of a holdout, in 1/100,000: who is kept out. Null for a layer. */
  readonly heldOut: number | null;
  readonly holdoutId: string | null;
  /** Goes up by one with each change; what If-Match names. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a split must hold of the draw to be entered. */
export function gateOf(draw: SharedDraw, ranges: Gate["ranges"]): Gate {
  return { kind: draw.kind, by: draw.by, seed: draw.seed, ranges };
}

/** Whether a gate is one of this draw. */
export function isGateOf(draw: Pick<SharedDraw, "kind" | "seed">, gate: Gate): boolean {
  return gate.kind === draw.kind && gate.seed === draw.seed;
}
