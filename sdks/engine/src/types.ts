/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type DocumentKind = "flag" | "segment";
export type Document = FlagDocument | SegmentDocument;

/** Everything an environment evaluates with at one revision; complete or refused. */
export interface Snapshot {
  readonly format: 1;
  readonly environment: string;
  readonly revision: number;
  /** RFC 3339. */
  readonly publishedAt: string;
  readonly counts: Counts;
  /** `sha256:` and 64 hexadecimal digits; see `checksum`. */
  readonly checksum: string;
  /** Sorted by key, as are `segments` and `archived`. */
  readonly flags: readonly FlagDocument[];
  readonly segments: readonly SegmentDocument[];
  /** Keys of archived flags: evaluating them answers FLAG_NOT_FOUND with detail `archived`. */
  readonly archived: readonly string[];
}

export interface Counts {
  readonly flags: number;
  readonly segments: number;
  readonly archived: number;
}

/** The way from one snapshot to a later one of the same environment; `counts` and `checksum` are those of the result. */
export interface Change {
  readonly format: 1;
  readonly environment: string;
  readonly from: number;
  readonly to: number;
  readonly publishedAt: string;
  readonly upsert: readonly Upsert[];
  readonly remove: readonly DocumentName[];
  readonly archived: { readonly add: readonly string[]; readonly remove: readonly string[] };
  readonly counts: Counts;
  readonly checksum: string;
  /** Short ways to lists that the changed segments refer to, so that nobody need ask for them; other lists are fetched. */
  readonly lists?: readonly ListStep[];
}

/** What came into a list that travels apart, and what went, since one of its revisions. */
export interface ListStep {
  readonly segment: string;
  readonly list: "included" | "excluded";
  readonly since: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export type Upsert =
  | { readonly kind: "flag"; readonly document: FlagDocument }
  | { readonly kind: "segment"; readonly document: SegmentDocument };

export interface DocumentName {
  readonly kind: DocumentKind;
  readonly key: string;
}

export type FlagType = "boolean" | "string" | "number" | "object";

export interface FlagDocument {
  readonly key: string;
  readonly revision: number;
  /** The lowest engine level that this document needs. */
  readonly engine: number;
  readonly type: FlagType;
  readonly variants: readonly Variant[];
  readonly kill?: Kill;
  readonly on: boolean;
  /** `null`: the caller's default. */
  readonly offVariant: string | null;
  readonly prerequisites: readonly Prerequisite[];
  readonly targets: readonly Target[];
  readonly rules: readonly Rule[];
  readonly fallthrough: Serve;
  /** Whether public client keys may read this flag. */
  readonly client: boolean;
  readonly metadata: { readonly [key: string]: Json };
}

export interface Variant {
  readonly key: string;
  readonly value: Json;
}

/** A layer above everything else; `null` serves the caller's default. */
export interface Kill {
  readonly variant: string | null;
}

export interface Prerequisite {
  readonly flag: string;
  readonly variants: readonly string[];
  /** Also content with what the flag serves while off or killed. */
  readonly acceptOff?: boolean;
}

export interface Target {
  /** An attribute path whose unit (string, or safe integer in decimal) is looked up in `keys`. */
  readonly by: string;
  readonly keys: readonly string[];
  readonly variant: string;
}

export interface Rule {
  readonly id: string;
  readonly name?: string;
  readonly when: Condition;
  readonly serve: Serve;
}

export type Serve = { readonly variant: string } | { readonly split: Split };

/** A variant and the buckets it serves, `[from, to)`, in units of 1/100,000 unless a hash profile says otherwise. */
export type Slice = readonly [variant: string, from: number, to: number];
export type Range = readonly [from: number, to: number];

/** One pseudo-random number from a unit: the first usable attribute of `by`, hashed with a 32-bit seed. */
export interface Draw {
  readonly by: readonly string[];
  readonly seed: number;
  readonly hash?: HashProfile;
}

export interface Split extends Draw {
  readonly slices: readonly Slice[];
  /** All must hold to enter the split. */
  readonly gates?: readonly Gate[];
  /** What a unit gets that does not pass the gates; without it evaluation goes on to the next rule. */
  readonly otherwise?: string;
  readonly experiment?: ExperimentRef;
}

export interface Sample extends Draw {
  readonly ranges: readonly Range[];
}

export type GateKind = "traffic" | "layer" | "holdout";

export interface Gate extends Sample {
  readonly kind: GateKind;
}

export interface ExperimentRef {
  readonly key: string;
  readonly phase: number;
}

/**
 * How another system turns a unit into a number, as data: the digest of `prefix + unit + suffix`, of which the first `bits` are read as a
 * big-endian integer and reduced. Ranges are then in its units, from 0 to `reduce.size`. See `@guidon/engine/profiles` for presets.
 */
export interface HashProfile {
  readonly digest: "murmur3" | "fnv1a32" | "fnv1a32-twice" | "sha1" | "md5" | "sha256";
  /** Of murmur3 alone; 0 where absent. (The `seed` beside the profile is not used.) */
  readonly seed?: number;
  /** 32 where absent, and always for the 32-bit digests. */
  readonly bits?: number;
  /** Read the 32 bits as a signed integer and take its absolute value. */
  readonly absolute?: boolean;
  readonly prefix: string;
  readonly suffix: string;
  /** Of fnv1a32 alone: hash UTF-16 code units instead of UTF-8 bytes. */
  readonly codeUnits?: boolean;
  readonly reduce:
    | { readonly kind: "mod"; readonly size: number; readonly plus?: 0 | 1 }
    | { readonly kind: "scale"; readonly size: number }
    /** `(n mod `mod`) / over × size` in doubles; `over` is 2^bits - 1 where absent. */
    | { readonly kind: "ratio"; readonly size: number; readonly over?: number; readonly mod?: number };
  /** `half-open` where absent. */
  readonly range?: "half-open" | "upper-inclusive" | "both-inclusive";
  /** What a missing or unusable unit gets: nothing (where absent), or bucket 0. */
  readonly missing?: "nothing" | "zero";
  /** What an empty string gets: like a missing unit (where absent), or hashed like any other. */
  readonly empty?: "missing" | "hash";
  /** What a bucket past the last slice gets: nothing (where absent), or the last slice's variant. */
  readonly past?: "nothing" | "last";
  /** Hash again, with the text repeated once more (joined by `join`), while the bucket is exactly `at`. */
  readonly again?: { readonly at: number; readonly join: string };
}

export interface SegmentDocument {
  readonly key: string;
  readonly revision: number;
  readonly engine: number;
  readonly by: string;
  readonly rules: readonly { readonly when: Condition }[];
  readonly lists: { readonly included: List; readonly excluded: List };
}

/** The keys themselves, or a reference to a list that travels apart. */
export type List = { readonly keys: readonly string[] } | ListReference;

export interface ListReference {
  readonly revision: number;
  readonly count: number;
  /** As `listDigest` makes it. */
  readonly digest: string;
}

export type Operator =
  | "in"
  | "contains"
  | "startsWith"
  | "endsWith"
  | "matches"
  | "lt"
  | "lte"
  | "gt"
  | "gte"
  | "between"
  | "before"
  | "after"
  | "semverEq"
  | "semverLt"
  | "semverLte"
  | "semverGt"
  | "semverGte"
  | "inCidr"
  | "exists"
  | "sizeEq"
  | "sizeGt"
  | "sizeLt";

export interface Clause {
  readonly attribute: string;
  readonly op: Operator;
  /** True with any of the values; `between` takes the two ends, `exists` none. */
  readonly values: readonly (string | number | boolean)[];
  readonly ignoreCase?: boolean;
  /** Of array attributes; `any` where absent. */
  readonly quantifier?: "any" | "all";
}

/** True, false or unknown; a rule matches on true alone. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly known: Condition }
  | Clause
  | { readonly segment: string }
  | { readonly flag: string; readonly variants: readonly string[] }
  | { readonly sample: Sample }
  | { readonly some: string; readonly where: Condition };

/** What a flag is before anybody asks; a quarantined one cannot run. */
export type FlagState = "on" | "off" | "killed" | "quarantined";

/** A JSON object; whatever else it holds counts as missing. */
export interface EvaluationContext {
  readonly targetingKey?: string | undefined;
  readonly [attribute: string]: unknown;
}

export type Reason = "STATIC" | "DEFAULT" | "TARGETING_MATCH" | "SPLIT" | "DISABLED" | "ERROR";
export type ErrorCode = "FLAG_NOT_FOUND" | "TYPE_MISMATCH" | "PARSE_ERROR" | "GENERAL";
export type Detail =
  | "killed"
  | "archived"
  | "prerequisite"
  | "unit_missing"
  | "outside_traffic"
  | "outside_layer"
  | "held_out"
  | "engine_too_old";

/** The buckets drawn by the split that served: `null` for a gate that needed no unit and found none. */
export interface Draws {
  readonly gates: readonly (number | null)[];
  readonly split?: number;
}

/** Whom a split drew, and the attribute path that says so. */
export interface Unit {
  readonly path: string;
  readonly value: string;
}

/** What a flag served and why; frozen where it is shared between calls, so treat it as read-only. */
export interface Evaluation {
  /** `null`, as `variant` is, where the caller's default is to be used. */
  readonly value: Json;
  readonly variant: string | null;
  readonly reason: Reason;
  readonly errorCode?: ErrorCode;
  readonly detail?: Detail;
  readonly ruleId?: string;
  readonly ruleIndex?: number;
  /** 0 where there is no such flag. */
  readonly flagRevision: number;
  readonly environmentRevision: number;
  readonly experiment?: ExperimentRef;
  readonly draws?: Draws;
  /** With `experiment`, where there was one: who was drawn. An exposure needs it. */
  readonly unit?: Unit;
  /** Epoch milliseconds: from then on a time condition may change this answer. */
  readonly validUntil?: number;
}

/** Something wrong with a document: where (a JSON Pointer), which rule it breaks, and what to do about it. */
export interface Problem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/**
 * A regular expression in RE2 syntax, ready to search; `undefined` where the pattern is not valid. It must take time
 * linear in the text. See `@guidon/engine/matcher`.
 */
export type Matcher = (pattern: string, ignoreCase: boolean) => ((text: string) => boolean) | undefined;

/** A hash profile made ready; see `@guidon/engine/profiles`. `undefined` where this engine does not know it. */
export type Hasher = (profile: HashProfile) => ProfileDraw | undefined;

export interface ProfileDraw {
  /** Where ranges end that cover everything. */
  readonly size: number;
  /** The unit that a value makes, if any. */
  unit(value: unknown): string | undefined;
  /** The unit's bucket; -1 where there is none. */
  draw(unit: string | undefined): number;
  /** The same ranges, or slices, as half-open ones; of those that overlap the first one counts. */
  ranges(ranges: readonly Range[]): readonly Range[];
  slices(slices: readonly Slice[]): readonly Slice[];
}
