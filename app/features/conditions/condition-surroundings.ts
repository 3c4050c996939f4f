/** What can be named in a condition, where it stands. */
export interface ConditionSurroundings {
  /** Paths of attributes to suggest. */
  readonly attributes: readonly string[];
  /** The keys of all segments there. */
  readonly segments: readonly string[];
  /** The keys of all flags there that may be asked about. */
  readonly flags: readonly string[];
  /** The variants of a flag; undefined while they are not known. */
  readonly variantsOf: (flag: string) => readonly string[] | undefined;
  /** For a draw of its own: 32 bits. */
  readonly newSeed: () => number;
}
