import type { FlagDocument } from "@guidon/engine";
import type { Surroundings } from "./surroundings.ts";

/** Which state of the past is asked about. */
export type PastMoment = { readonly revision: number } | { readonly at: string };

export interface PastRevision {
  readonly revision: number;
  readonly at: Date;
  readonly actor: string;
  readonly comment: string;
}

/** A flag as it was, with all that it leant on; and the revisions that could be asked about, newest first. */
export interface PastFlag {
  readonly revisions: readonly PastRevision[];
  readonly found:
    | {
        /** Undefined where the flag was not there, or archived. */
        readonly document: FlagDocument | undefined;
        readonly surroundings: Surroundings;
        /** The time that conditions about it are asked with, in epoch milliseconds. */
        readonly at: number;
      }
    | undefined;
}

/** The part of an address that names the moment. */
export function momentQuery(moment: PastMoment): string {
  return new URLSearchParams(
    "revision" in moment ? { revision: String(moment.revision) } : { at: moment.at },
  ).toString();
}
