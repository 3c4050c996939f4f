import { compile, nextBoundary, type Condition, type Program, type Snapshot } from "@guidon/engine";
import { visitClauses, type Clause } from "#app/features/targeting/visit-clauses.ts";

/** A flag or segment with a rule that begins or ends to hold by the time alone. */
export interface ClockChange {
  readonly kind: "flag" | "segment";
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface ClockChangesInput {
  readonly snapshot: Snapshot;
  /** The snapshot, compiled. */
  readonly program: Program;
  /** Epoch milliseconds: changes after the one, up to the other. */
  readonly now: number;
  readonly until: number;
}

/** What changes by itself next, each document once. Flags that serve no rules are left out. */
export function clockChanges({ snapshot, program, now, until }: ClockChangesInput): ClockChange[] {
  const first = nextBoundary(program, now);
  // Few environments have any, and the engine knows without looking at every document.
  if (first === undefined || first > until) return [];
  const flags = snapshot.flags.filter(({ on, kill }) => on && kill === undefined);
  const documents = [
    ...flags.map(({ key, rules }) => ({ kind: "flag" as const, key, rules })),
    ...snapshot.segments.map(({ key, rules }) => ({ kind: "segment" as const, key, rules })),
  ];
  return documents.flatMap(({ kind, key, rules }) => {
    const clauses = timeClausesOf(rules);
    const at = clauses.length === 0 ? undefined : nextBoundary(onlyWith(clauses, snapshot), now);
    return at === undefined || at > until ? [] : [{ kind, key, at }];
  });
}

function timeClausesOf(rules: readonly { readonly when: Condition }[]): Clause[] {
  const found: Clause[] = [];
  for (const { when } of rules) {
    visitClauses(when, (clause) => {
      if (clause.attribute === "$now") found.push(clause);
    });
  }
  return found;
}

/** A program that looks at nothing else. */
function onlyWith(clauses: readonly Clause[], snapshot: Snapshot): Program {
  const document = {
    ...{ key: "clock", revision: 0, engine: 1, by: "targetingKey", rules: clauses.map((when) => ({ when })) },
    lists: { included: { keys: [] }, excluded: { keys: [] } },
  };
  return compile({ ...snapshot, flags: [], segments: [document], archived: [] });
}
