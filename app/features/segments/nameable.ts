/** What the rules of a segment may name: everything in its environment but itself. */
export interface Nameable {
  readonly segments: readonly string[];
  readonly flags: readonly { readonly key: string; readonly variants: readonly string[] }[];
}
