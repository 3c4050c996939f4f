/** A state of an environment that is asked for: by its revision, by a time at which it was served, or (neither) as it is now. */
export interface Moment {
  readonly revision?: number | undefined;
  readonly at?: Date | undefined;
}

/** What a moment turned out to be. */
export interface FoundMoment {
  readonly revision: number;
  /** When that revision was published; of revision 0, when the environment came to be. */
  readonly publishedAt: Date;
}
