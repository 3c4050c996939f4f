import type { DocumentKind, FlagType, Hasher, ListReference, Matcher, Problem, Snapshot } from "./types.ts";

export interface CompileOptions {
  /** For `matches`; documents that need it are left out without it. See `@guidon/engine/matcher`. */
  readonly matcher?: Matcher;
  /** For hash profiles; documents that need it are left out without it. See `@guidon/engine/profiles`. */
  readonly hasher?: Hasher;
  /** The program of an earlier revision: documents of the same key and revision keep their plan, and one that is now left out keeps its last good version. */
  readonly previous?: Program;
  /** Lists that travel apart; the sets are used as they are and must not change. */
  readonly lists?: (
    segment: string,
    list: "included" | "excluded",
    reference: ListReference,
  ) => ReadonlySet<string> | undefined;
}

/** A snapshot made ready to evaluate with. */
export interface Program {
  readonly environment: string;
  readonly revision: number;
  readonly snapshot: Snapshot;
  /** Every flag of the snapshot by key, quarantined ones included. */
  readonly flags: ReadonlyMap<string, ProgramFlag>;
  readonly quarantined: readonly Quarantined[];
  /** Lists that segments refer to and that were not handed in: what they would decide is unknown. */
  readonly missingLists: readonly MissingList[];
}

export interface ProgramFlag {
  readonly key: string;
  readonly type: FlagType;
  readonly revision: number;
  readonly client: boolean;
}

/** A document left out alone; `kept` is the revision of its last good version where that goes on serving. */
export interface Quarantined {
  readonly kind: DocumentKind;
  readonly key: string;
  readonly reason: "engine_too_old" | "PARSE_ERROR";
  readonly problems: readonly Problem[];
  readonly kept?: number;
}

export interface MissingList extends ListReference {
  readonly segment: string;
  readonly list: "included" | "excluded";
}
