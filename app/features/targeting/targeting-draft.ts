import type { Prerequisite, Rule, Serve, Target } from "@guidon/engine";
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
  | { readonly do: "duplicate-rule"; readonly id: string; readonly as: string }
  /** To the place at `to`; past the ends, to the end. */
  | { readonly do: "move-rule"; readonly id: string; readonly to: number }
  | { readonly do: "set-rule"; readonly rule: Rule }
  | { readonly do: "set-fallthrough"; readonly serve: Serve }
  | { readonly do: "replace"; readonly targeting: Targeting }
  | { readonly do: "undo" }
  | { readonly do: "discard" }
  /** Somebody saved meanwhile: start again from theirs … */
  | { readonly do: "adopt"; readonly base: Targeting; readonly version: string }
  /** … or go on, on top of theirs, with what was made of both. */
  | { readonly do: "rebase"; readonly base: Targeting; readonly version: string; readonly now: Targeting }
  /** A draft that was kept from before. */
  | { readonly do: "resume"; readonly draft: Omit<Draft, "past"> };

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
      return {
        base: action.base,
        version: action.version,
        now: action.now,
        past: [...draft.past.slice(-99), draft.now],
      };
    case "resume":
      return { ...action.draft, past: [action.draft.base] };
    default: {
      const next = edit(draft.now, action);
      return next === draft.now
        ? draft
        : { ...draft, now: next, past: [...draft.past.slice(-99), draft.now] };
    }
  }
}

type Edit = Exclude<DraftAction, { readonly do: "undo" | "discard" | "adopt" | "rebase" | "resume" }>;

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
      return moveRule(now, action.id, action.to);
    case "duplicate-rule":
      return duplicateRule(now, action.id, action.as);
    case "replace":
      // The kill is not the draft's to change.
      return { ...withoutKill(action.targeting), ...(now.kill === undefined ? {} : { kill: now.kill }) };
    case "set-rule":
      return {
        ...now,
        rules: now.rules.map((rule) => (rule.id === action.rule.id ? action.rule : rule)),
      };
    case "set-fallthrough":
      return { ...now, fallthrough: action.serve };
  }
}

function moveRule(now: Targeting, id: string, to: number): Targeting {
  const from = now.rules.findIndex((rule) => rule.id === id);
  const moved = now.rules[from];
  const place = Math.min(now.rules.length - 1, Math.max(0, to));
  if (moved === undefined || place === from) return now;
  return { ...now, rules: now.rules.toSpliced(from, 1).toSpliced(place, 0, moved) };
}

/** The copy comes right after, and draws as the original does: whoever changes it decides otherwise. */
function duplicateRule(now: Targeting, id: string, as: string): Targeting {
  const at = now.rules.findIndex((rule) => rule.id === id);
  const rule = now.rules[at];
  if (rule === undefined) return now;
  const name = rule.name === undefined ? {} : { name: `${rule.name} (copy)` };
  return { ...now, rules: now.rules.toSpliced(at + 1, 0, { ...rule, ...name, id: as }) };
}

function withoutKill({ kill: _, ...targeting }: Targeting): Targeting {
  return targeting;
}

export function isDirty(draft: Draft): boolean {
  return !sameJson(draft.now, draft.base);
}
