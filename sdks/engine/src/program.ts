import type { FlagType, ListReference, Problem, Snapshot, DocumentKind } from "./types.ts";

/** A snapshot made ready to evaluate with. */
export interface Program {
  readonly environment: string;
  readonly revision: number;
  readonly snapshot: Snapshot;
  readonly flags: ReadonlyMap<string, ProgramFlag>;
  readonly quarantined: readonly Quarantined[];
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
