import type { FlagDocument, Serve } from "@guidon/engine";
import type { Targeting } from "#app/features/targeting/targeting.ts";
import { sizeOf, WHOLE } from "./ranges.ts";
import { isGateOf, type SharedDraw } from "./shared-draw.ts";

/** A split that can take a slice. */
export interface FlagSplit {
  /** A rule's id; null for the fallthrough. */
  readonly rule: string | null;
  readonly name: string;
  /** What it holds of the layer; null where it is not in it. */
  readonly percent: number | null;
}

/** A flag with splits in one environment. */
export interface SplitFlag {
  readonly flag: string;
  /** Of its targeting there, as a change names it. */
  readonly version: string;
  readonly splits: readonly FlagSplit[];
}

/** The splits of a flag, and what each has of a layer, in the order in which users come to them. */
export function splitsOf(
  draw: Pick<SharedDraw, "kind" | "seed">,
  { rules, fallthrough }: Pick<Targeting, "rules" | "fallthrough">,
): FlagSplit[] {
  const one = (serve: Serve, rule: string | null, name: string): FlagSplit[] => {
    if (!("split" in serve)) return [];
    const gate = serve.split.gates?.find((each) => isGateOf(draw, each));
    return [{ rule, name, percent: gate === undefined ? null : (sizeOf(gate.ranges) * 100) / WHOLE }];
  };
  return [
    ...rules.flatMap(({ id, name, serve }) => one(serve, id, name ?? id)),
    ...one(fallthrough, null, "Everybody else"),
  ];
}

/** Whether it has a split anywhere. */
export const hasSplit = ({ rules, fallthrough }: Pick<FlagDocument, "rules" | "fallthrough">): boolean =>
  [...rules.map(({ serve }) => serve), fallthrough].some((serve) => "split" in serve);
