import type { Evaluation, GateKind, Json, Operator, Range, Slice } from "./types.ts";

/** What `explain` answers: the evaluation, and the steps that led to it in the order they were taken. */
export interface Explanation {
  readonly flag: string;
  readonly evaluation: Evaluation;
  readonly steps: readonly ExplanationStep[];
}

export type TruthName = "true" | "false" | "unknown";

/**
 * Why a step came out as it did: the attribute is missing (`null` counts as such), reserved, of the wrong type or not readable as what the
 * operator compares; the segment, flag or list is not there; no attribute of `by` is usable; and so on.
 */
export type Cause =
  | "missing"
  | "null"
  | "reserved"
  | "wrong_type"
  | "unparsable"
  | "unit_missing"
  | "included"
  | "excluded"
  | "rule"
  | "list_missing"
  | "off"
  | "killed"
  | "variant"
  | "error"
  | "gap";

/** One step; `steps` are those taken inside of it. Steps that were not reached are not there. */
export type ExplanationStep =
  | { readonly step: "kill"; readonly outcome: "killed"; readonly variant: string | null }
  | { readonly step: "switch"; readonly outcome: "on" | "off"; readonly variant?: string | null }
  | {
      readonly step: "prerequisite";
      readonly outcome: "met" | "failed";
      readonly cause?: Cause;
      readonly flag: string;
      readonly variants: readonly string[];
      readonly served?: string | null;
      readonly steps: readonly ExplanationStep[];
    }
  | {
      readonly step: "targets";
      readonly outcome: "match" | "no_match";
      readonly by: string;
      readonly unit?: string;
      readonly variant?: string;
    }
  | {
      readonly step: "rule";
      /** `passed`: the condition holds but its split yields nothing, so evaluation goes on. */
      readonly outcome: "served" | "passed" | "no_match" | "unknown";
      readonly index: number;
      readonly id: string;
      readonly name?: string;
      readonly variant?: string;
      readonly steps: readonly ExplanationStep[];
    }
  | {
      readonly step: "fallthrough";
      readonly outcome: "served" | "off_variant";
      readonly variant: string | null;
      readonly steps: readonly ExplanationStep[];
    }
  | {
      readonly step: "clause";
      readonly outcome: TruthName;
      readonly cause?: Cause;
      readonly attribute: string;
      readonly op: Operator;
      readonly values: readonly (string | number | boolean)[];
      /** What the context holds there; absent where it holds nothing. */
      readonly value?: Json;
    }
  | {
      readonly step: "all" | "any" | "not" | "known";
      readonly outcome: TruthName;
      readonly steps: readonly ExplanationStep[];
    }
  | {
      readonly step: "some";
      readonly outcome: TruthName;
      readonly cause?: Cause;
      readonly attribute: string;
      readonly steps: readonly ExplanationStep[];
    }
  | {
      readonly step: "segment";
      readonly outcome: TruthName;
      readonly cause?: Cause;
      readonly segment: string;
      readonly unit?: string;
      readonly steps: readonly ExplanationStep[];
    }
  | {
      readonly step: "flag";
      readonly outcome: TruthName;
      readonly cause?: Cause;
      readonly flag: string;
      readonly variants: readonly string[];
      readonly served?: string | null;
      readonly steps: readonly ExplanationStep[];
    }
  | ({ readonly step: "sample"; readonly outcome: TruthName } & DrawSeen & {
        readonly ranges: readonly Range[];
      })
  | ({ readonly step: "gate"; readonly outcome: "held" | "not_held"; readonly gate: GateKind } & DrawSeen & {
        readonly ranges: readonly Range[];
      })
  | ({ readonly step: "split"; readonly outcome: "served" | "nothing" } & DrawSeen & {
        readonly variant?: string;
        readonly slice?: Slice;
      });

interface DrawSeen {
  readonly cause?: Cause;
  readonly by: readonly string[];
  /** The attribute path that gave the unit. */
  readonly path?: string;
  readonly unit?: string;
  readonly bucket?: number;
}
