import type { Condition, Prerequisite, Rule, Serve, Target } from "@guidon/engine";
import { sameJson } from "#app/platform/same-json.ts";
import type { Targeting } from "./targeting.ts";

/** An edit in progress: made against `base`, which is version `version`; `past` leads back one step at a time. */
export interface Draft {
  readonly base: Targeting;
  readonly version: string;
  readonly now: Targeting;
  readonly past: readonly Targeting[];
}

export type DraftAction =
  | { readonly do: "switch"; readonly on: boolean }
  | { readonly do: "set-off-variant"; readonly variant: string | null }
  | { readonly do: "set-prerequisites"; readonly prerequisites: readonly Prerequisite[] }
  | { readonly do: "set-targets"; readonly targets: readonly Target[] }
  | { readonly do: "add-rule"; readonly rule: Rule }
  | { readonly do: "remove-rule"; readonly id: string }
  | { readonly do: "move-rule"; readonly id: string; readonly by: -1 | 1 }
  | { readonly do: "name-rule"; readonly id: string; readonly name: string }
  | { readonly do: "set-rule-condition"; readonly id: string; readonly when: Condition }
  | { readonly do: "set-rule-serve"; readonly id: string; readonly serve: Serve }
  | { readonly do: "set-fallthrough"; readonly serve: Serve }
  | { readonly do: "undo" }
  | { readonly do: "discard" }
  /** Somebody saved meanwhile: start again from theirs … */
  | { readonly do: "adopt"; readonly base: Targeting; readonly version: string }
  /** … or keep this draft and put it on top of theirs. */
  | { readonly do: "rebase"; readonly base: Targeting; readonly version: string };

export function startDraft(base: Targeting, version: string): Draft {
  return { base, version, now: base, past: [] };
}

export function changeDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.do) {
    case "undo": {
      const previous = draft.past.at(-1);
      return previous === undefined ? draft : { ...draft, now: previous, past: draft.past.slice(0, -1) };
    }
    case "discard":
      return startDraft(draft.base, draft.version);
    case "adopt":
      return startDraft(action.base, action.version);
    case "rebase":
      return { ...draft, base: action.base, version: action.version };
    default: {
      const next = edit(draft.now, action);
      return next === draft.now
        ? draft
        : { ...draft, now: next, past: [...draft.past.slice(-99), draft.now] };
    }
  }
}

type Edit = Exclude<DraftAction, { readonly do: "undo" | "discard" | "adopt" | "rebase" }>;

function edit(now: Targeting, action: Edit): Targeting {
  switch (action.do) {
    case "switch":
      return { ...now, on: action.on };
    case "set-off-variant":
      return { ...now, offVariant: action.variant };
    case "set-prerequisites":
      return { ...now, prerequisites: action.prerequisites };
    case "set-targets":
      return { ...now, targets: action.targets };
    case "add-rule":
      return { ...now, rules: [...now.rules, action.rule] };
    case "remove-rule":
      return { ...now, rules: now.rules.filter((rule) => rule.id !== action.id) };
    case "move-rule":
      return moveRule(now, action.id, action.by);
    case "name-rule":
      return changeRule(now, action.id, (rule) => renamed(rule, action.name));
    case "set-rule-condition":
      return changeRule(now, action.id, (rule) => ({ ...rule, when: action.when }));
    case "set-rule-serve":
      return changeRule(now, action.id, (rule) => ({ ...rule, serve: action.serve }));
    case "set-fallthrough":
      return { ...now, fallthrough: action.serve };
  }
}

function changeRule(now: Targeting, id: string, change: (rule: Rule) => Rule): Targeting {
  return { ...now, rules: now.rules.map((rule) => (rule.id === id ? change(rule) : rule)) };
}

function renamed({ name: _, ...rule }: Rule, name: string): Rule {
  return name === "" ? rule : { ...rule, name };
}

function moveRule(now: Targeting, id: string, by: -1 | 1): Targeting {
  const from = now.rules.findIndex((rule) => rule.id === id);
  const moved = now.rules[from];
  const other = now.rules[from + by];
  if (moved === undefined || other === undefined) return now;
  const rules = [...now.rules];
  rules[from] = other;
  rules[from + by] = moved;
  return { ...now, rules };
}

export function isDirty(draft: Draft): boolean {
  return !sameJson(draft.now, draft.base);
}
