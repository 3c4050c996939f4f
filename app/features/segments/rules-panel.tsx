import type { Condition } from "@guidon/engine";
import { Plus, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { ConditionEditor } from "#app/features/conditions/condition-editor.tsx";
import { conditionProblems } from "#app/features/conditions/condition-problems.ts";
import type { ConditionSurroundings } from "#app/features/conditions/condition-surroundings.ts";
import { ConditionView } from "#app/features/conditions/condition-view.tsx";
import type { FieldProblem } from "#app/platform/problem.ts";
import { sameJson } from "#app/platform/same-json.ts";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/input.tsx";
import { Panel } from "#app/ui/panel.tsx";
import type { Nameable } from "./nameable.ts";
import type { SegmentAction } from "./segment-action.ts";
import type { SegmentView } from "./segment-view.ts";

export interface RulesPanelProps {
  readonly segment: SegmentView;
  readonly nameable: Nameable;
  readonly locked: boolean;
  readonly busy: boolean;
  readonly problem: ProblemView | undefined;
  readonly onSave: (change: SegmentAction) => void;
}

/** Whom the rules let in: whoever any of them holds for. */
export function RulesPanel({ segment, nameable, locked, busy, problem, onSave }: RulesPanelProps) {
  const [rules, setRules] = useState(segment.rules);
  const [comment, setComment] = useState("");
  const surroundings = useMemo(() => surroundingsOf(nameable), [nameable]);
  const dirty = !sameJson(rules, segment.rules);
  const problems = rules.flatMap(({ when }, index) =>
    conditionProblems(when, surroundings).map((each) => ({
      ...each,
      pointer: `/rules/${index}/when${each.pointer}`,
    })),
  );
  const told = [...problems, ...(dirty ? (problem?.fields ?? []) : [])];
  const set = (index: number, when: Condition) =>
    setRules(rules.map((rule, at) => (at === index ? { when } : rule)));
  return (
    <Panel
      title="By rules"
      note="whoever any of them holds for, unless excluded"
      aside={
        !locked && (
          <Button size="sm" onClick={() => setRules([...rules, { when: { all: [] } }])}>
            <Plus aria-hidden />
            Rule
          </Button>
        )
      }
      bodyClassName="grid gap-3"
    >
      {rules.length === 0 && (
        <p className="text-sm text-ink-2">No rules: only the lists below say who belongs to it.</p>
      )}
      {rules.map(({ when }, index) => (
        // Rules have no name of their own; their place tells them apart.
        // eslint-disable-next-line react/no-array-index-key
        <section key={index} aria-label={`Rule ${index + 1}`} className="rounded-md border border-line p-3">
          <div className="mb-2 flex items-center gap-2">
            <h3 className="text-sm font-[600]">Rule {index + 1}</h3>
            {!locked && (
              <Button
                tone="ghost"
                size="icon-sm"
                className="ml-auto"
                aria-label={`Remove rule ${index + 1}`}
                onClick={() => setRules(rules.filter((_, at) => at !== index))}
              >
                <Trash2 aria-hidden />
              </Button>
            )}
          </div>
          {locked ? (
            <ConditionView condition={when} />
          ) : (
            <ConditionEditor
              value={when}
              onChange={(next) => set(index, next)}
              surroundings={surroundings}
              problems={within(told, `/rules/${index}/when`)}
              empty="No condition: this rule lets everybody in."
            />
          )}
        </section>
      ))}
      {dirty && (
        <form
          className="flex flex-wrap items-center gap-2 border-t border-line pt-3"
          onSubmit={(event) => {
            event.preventDefault();
            onSave({
              ...{ do: "change", expectedVersion: segment.version },
              rules: rules.map(({ when }) => ({ when: { ...when } })),
              comment,
            });
          }}
        >
          <Input
            compact
            aria-label="Why, for the history"
            placeholder="Why? (optional)"
            maxLength={1000}
            className="min-w-40 flex-1"
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
          <Button tone="ghost" onClick={() => setRules(segment.rules)}>
            Discard
          </Button>
          <Button type="submit" tone="primary" busy={busy} disabled={problems.length > 0}>
            Save rules
          </Button>
        </form>
      )}
    </Panel>
  );
}

const within = (problems: readonly FieldProblem[], root: string): FieldProblem[] =>
  problems
    .filter(({ pointer }) => pointer.startsWith(`${root}/`) || pointer === root)
    .map((each) => ({ ...each, pointer: each.pointer.slice(root.length) }));

function surroundingsOf({ segments, flags }: Nameable): ConditionSurroundings {
  const variants = new Map(flags.map((flag) => [flag.key, flag.variants]));
  return {
    attributes: ["targetingKey", "country", "email", "organization.plan", "appVersion", "$now"],
    segments,
    flags: flags.map(({ key }) => key),
    variantsOf: (flag) => variants.get(flag),
    newSeed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  };
}
