import type { Rule } from "@guidon/engine";
import { Check, GripVertical, MoreHorizontal, Pencil } from "lucide-react";
import { Suspense, useState } from "react";
import type { ConditionSurroundings } from "#app/features/conditions/condition-surroundings.ts";
import { ConditionView } from "#app/features/conditions/condition-view.tsx";
import { problemsAt } from "#app/platform/pointers.ts";
import type { FieldProblem } from "#app/platform/problem.ts";
import { sameJson } from "#app/platform/same-json.ts";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Input } from "#app/ui/input.tsx";
import { lazyPart } from "#app/ui/lazy-part.ts";
import { menuOnDemand } from "#app/ui/menu-on-demand.tsx";
import { FindingNotes } from "./finding-notes.tsx";
import type { RuleFinding } from "./findings.ts";
import { shareWords } from "./outcomes.ts";
import { PathStep, ServePart } from "./path-step.tsx";
import type { RuleMenuProps } from "./rule-menu-props.ts";
import { ServeView } from "./serve-view.tsx";
import type { DragHandle } from "./use-drag-order.tsx";
import type { Variants } from "./variant-mark.tsx";
import type { PathState } from "./path-states.ts";

const ConditionEditor = lazyPart(() =>
  import("#app/features/conditions/condition-editor.tsx").then((part) => part.ConditionEditor),
);
const ServeEditor = lazyPart(() => import("./serve-editor.tsx").then((part) => part.ServeEditor));
const RuleMenu = menuOnDemand<RuleMenuProps>(() => import("./rule-menu.tsx").then((part) => part.RuleMenu));

export interface RuleStepProps extends Omit<RuleMenuProps, "name"> {
  readonly flag: Variants;
  readonly rule: Rule;
  readonly saved: Rule | undefined;
  readonly state: PathState;
  /** With pointers from the rule. */
  readonly problems: readonly FieldProblem[];
  readonly findings: readonly RuleFinding[];
  readonly surroundings: ConditionSurroundings;
  readonly editable: boolean;
  /** Per cent of the flag's evaluations within a day that it served; undefined where none are known. */
  readonly share: number | undefined;
  /** Open for editing at once, as a rule is that was just added. */
  readonly fresh: boolean;
  readonly handle: DragHandle;
  readonly shift: { readonly y: number; readonly dragged: boolean } | undefined;
  readonly onChange: (rule: Rule) => void;
  readonly onTry: (context: Readonly<Record<string, unknown>>) => void;
}

/** A rule on the path: to read, and behind the pencil to edit. */
export function RuleStep(props: RuleStepProps) {
  const { flag, rule, saved, index, count, state, problems, findings, surroundings } = props;
  const { editable, fresh, shift, onChange } = props;
  const [editing, setEditing] = useState(fresh);
  const title = `Rule ${index + 1}`;
  const name = rule.name ?? title;
  const changed = saved !== undefined && !sameJson(saved, rule);
  return (
    <PathStep
      ordered
      id={`rule-${rule.id}`}
      mark={index + 1}
      state={state}
      shift={shift}
      handle={
        editable &&
        count > 1 && (
          <button
            type="button"
            aria-label={`Move ${name}: place ${index + 1} of ${count}`}
            title="Drag, or use the arrow keys"
            className="-ml-2 grid h-8 w-6 cursor-grab touch-none place-items-center rounded-sm text-ink-3 hover:bg-sunken hover:text-ink active:cursor-grabbing"
            {...props.handle}
          >
            <GripVertical aria-hidden className="size-4" />
          </button>
        )
      }
      title={
        editing ? (
          <Input
            compact
            aria-label={`Name of rule ${index + 1}`}
            placeholder={title}
            className="w-full flex-1 basis-40 font-[620] sm:max-w-72"
            maxLength={120}
            autoFocus={fresh}
            value={rule.name ?? ""}
            onChange={(event) => {
              const { name: _, ...rest } = rule;
              onChange(event.target.value === "" ? rest : { ...rest, name: event.target.value });
            }}
          />
        ) : (
          name
        )
      }
      note={<RuleChips {...props} changed={changed} editing={editing} />}
      aside={
        <>
          {props.share !== undefined && !editing && (
            <span
              title="Of all evaluations within 24 hours"
              className="mr-1 text-sm whitespace-nowrap text-ink-3 tabular"
            >
              {shareWords(props.share)}
              <span className="max-sm:sr-only"> of evaluations</span>
            </span>
          )}
          {editable && (
            <>
              <Button
                tone="ghost"
                size="icon"
                aria-label={editing ? `Close the editor of ${name}` : `Edit ${name}`}
                aria-pressed={editing}
                onClick={() => {
                  setEditing(!editing);
                }}
              >
                {editing ? <Check aria-hidden /> : <Pencil aria-hidden />}
              </Button>
              <RuleMenu
                {...{ name, index, count }}
                {...{ onMove: props.onMove, onDuplicate: props.onDuplicate, onRemove: props.onRemove }}
                trigger={
                  <Button tone="ghost" size="icon" aria-label={`More about ${name}`}>
                    <MoreHorizontal aria-hidden />
                  </Button>
                }
              />
            </>
          )}
        </>
      }
    >
      <FindingNotes findings={findings} onTry={props.onTry} />
      <div className="px-4 py-3">
        {editing ? (
          <Suspense fallback={<ConditionView condition={rule.when} />}>
            <ConditionEditor
              value={rule.when}
              surroundings={surroundings}
              problems={problemsAt(problems, "/when")}
              onChange={(when) => {
                onChange({ ...rule, when });
              }}
            />
          </Suspense>
        ) : (
          <ConditionView condition={rule.when} />
        )}
      </div>
      <ServePart>
        {editing ? (
          <Suspense fallback={<ServeView flag={flag} serve={rule.serve} rest="goes on to the next rule" />}>
            <ServeEditor
              flag={flag}
              serve={rule.serve}
              saved={saved?.serve}
              rest="goes on to the next rule"
              problems={problemsAt(problems, "/serve")}
              newSeed={surroundings.newSeed}
              onChange={(serve) => {
                onChange({ ...rule, serve });
              }}
            />
          </Suspense>
        ) : (
          <ServeView flag={flag} serve={rule.serve} rest="goes on to the next rule" />
        )}
      </ServePart>
    </PathStep>
  );
}

function RuleChips(props: RuleStepProps & { readonly changed: boolean; readonly editing: boolean }) {
  const { saved, editable, problems, findings, changed, editing } = props;
  const never = findings.some(({ kind }) => kind !== "overlap");
  return (
    <span className="flex flex-wrap gap-1.5">
      {saved === undefined && editable && <Chip tone="accent">new</Chip>}
      {changed && <Chip tone="accent">changed</Chip>}
      {!editing && problems.length > 0 && <Chip tone="warn">not complete</Chip>}
      {never && <Chip tone="warn">never serves</Chip>}
    </span>
  );
}
