/** How often a flag ended in one way, as `GET …/outcomes` tells it. */
export interface Outcome {
  /** Null: the caller's default was served. */
  readonly variant: string | null;
  readonly ruleId: string | null;
  readonly count: number;
}

export interface Served {
  readonly total: number;
  /** The most frequent first. */
  readonly variants: readonly {
    readonly variant: string | null;
    readonly count: number;
    readonly percent: number;
  }[];
  /** Per cent of all evaluations, by the rule that served them. */
  readonly rules: ReadonlyMap<string, number>;
}

/** Which variant was served how often, and by which rules. */
export function servedBy(outcomes: readonly Outcome[]): Served {
  const total = sum(outcomes);
  const percent = (some: readonly Outcome[]) => (total === 0 ? 0 : (sum(some) / total) * 100);
  const variants = [...Map.groupBy(outcomes, ({ variant }) => variant)]
    .map(([variant, own]) => ({ variant, count: sum(own), percent: percent(own) }))
    .toSorted((a, b) => b.count - a.count);
  const rules = new Map<string, number>();
  for (const [rule, own] of Map.groupBy(outcomes, ({ ruleId }) => ruleId))
    if (rule !== null) rules.set(rule, percent(own));
  return { total, variants, rules };
}

const sum = (outcomes: readonly Outcome[]) => outcomes.reduce((all, { count }) => all + count, 0);

/** "61 %", "0.8 %", "under 0.1 %": never 0 for what happened, and never all where something is missing. */
export function shareWords(percent: number): string {
  if (percent > 0 && percent < 0.1) return "under 0.1 %";
  if (percent > 99.9 && percent < 100) return "over 99.9 %";
  return `${percent < 10 || percent > 99 ? Math.round(percent * 10) / 10 : Math.round(percent)} %`;
}
