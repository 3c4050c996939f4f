/** Something that was found by a few letters. */
export interface SearchHit {
  readonly kind: "flag" | "segment" | "member";
  /** Of a person the id. */
  readonly key: string;
  /** Of a segment the first environment that has it; null of everything else. */
  readonly environment: string | null;
  readonly name: string;
  /** What tells it from others of its name. */
  readonly detail: string;
  readonly archived: boolean;
}

/** How well a text fits: 0 is the thing itself, higher is worse; undefined does not fit. */
export function fit(text: string, ...names: readonly string[]): number | undefined {
  const wanted = text.toLowerCase();
  const ranks = names.map((name) => {
    const found = name.toLowerCase();
    if (found === wanted) return 0;
    if (found.startsWith(wanted)) return 1;
    if (found.split(/[\s._-]+/).some((word) => word.startsWith(wanted))) return 2;
    return found.includes(wanted) ? 3 : undefined;
  });
  const best = Math.min(...ranks.map((rank) => rank ?? Infinity));
  return best === Infinity ? undefined : best;
}
