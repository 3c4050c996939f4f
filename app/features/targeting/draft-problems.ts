import type { Condition, Rule, Serve } from "@guidon/engine";
import { clauseProblem } from "./clause-values.ts";
import type { Targeting } from "./targeting.ts";

/** What must be mended before a draft can be saved; the server checks again, and more. */
export interface DraftProblem {
  /** The rule's id, or the name of another place on the path. */
  readonly at: string;
  readonly message: string;
}

export function draftProblems(draft: Targeting): DraftProblem[] {
  return [
    ...draft.prerequisites.flatMap((each) =>
      each.flag === "" || each.variants.length === 0
        ? [{ at: "prerequisites", message: "A prerequisite names a flag and at least one variant." }]
        : [],
    ),
    ...draft.targets.flatMap((target) =>
      target.keys.length === 0
        ? [{ at: "targets", message: "A target has no keys. Add some or remove it." }]
        : [],
    ),
    ...draft.rules.flatMap(ruleProblems),
    ...serveProblems(draft.fallthrough).map((message) => ({ at: "fallthrough", message })),
  ];
}

function ruleProblems(rule: Rule, index: number): DraftProblem[] {
  const title = `Rule ${index + 1}`;
  return [...conditionProblems(rule.when), ...serveProblems(rule.serve)].map((message) => ({
    at: rule.id,
    message: `${title}: ${message}`,
  }));
}

function conditionProblems(condition: Condition): string[] {
  if ("all" in condition) return condition.all.flatMap(conditionProblems);
  if ("any" in condition) return condition.any.flatMap(conditionProblems);
  if ("not" in condition) return conditionProblems(condition.not);
  if ("attribute" in condition) {
    const problem = clauseProblem(condition);
    return problem === undefined ? [] : [problem];
  }
  return [];
}

function serveProblems(serve: Serve): string[] {
  if ("variant" in serve) return [];
  return serve.split.by.some((path) => path === "") || serve.split.by.length === 0
    ? ["name the attribute to split by"]
    : [];
}
