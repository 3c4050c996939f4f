import type { Rule } from "@guidon/engine";
import { ArrowDown, ArrowUp, Check, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Input } from "#app/ui/input.tsx";
import { ConditionEditor } from "./condition-editor.tsx";
import { ConditionView } from "./condition-view.tsx";
import { sameJson } from "#app/platform/same-json.ts";
import { PathStep, ServePart } from "./path-step.tsx";
import { ServeEditor } from "./serve-editor.tsx";
import { ServeView } from "./serve-view.tsx";
import type { DraftAction } from "./targeting-draft.ts";
import type { Variants } from "./variant-mark.tsx";
import type { PathState } from "./why.ts";

export interface RuleStepProps {
  readonly flag: Variants;
  readonly rule: Rule;
  readonly saved: Rule | undefined;
  readonly index: number;
  readonly count: number;
  readonly state: PathState;
  readonly problems: readonly string[];
  readonly attributes: readonly string[];
  readonly editable: boolean;
  /** Open for editing at once, as a rule is that was just added. */
  readonly fresh: boolean;
  readonly newSeed: () => number;
  readonly dispatch: (action: DraftAction) => void;
}

/** A rule on the path: to read, and behind the pencil to edit. */
export function RuleStep(props: RuleStepProps) {
  const { flag, rule, saved, index, count, state, problems, attributes, editable, fresh, newSeed, dispatch } =
    props;
  const [editing, setEditing] = useState(fresh);
  const name = rule.name ?? `Rule ${index + 1}`;
  const changed = saved !== undefined && !sameJson(saved, rule);
  return (
    <PathStep
      mark={index + 1}
      state={state}
      title={
        editing ? (
          <Input
            compact
            aria-label={`Name of rule ${index + 1}`}
            placeholder={`Rule ${index + 1}`}
            className="w-full font-[620] sm:w-64"
            maxLength={120}
            autoFocus={fresh}
            value={rule.name ?? ""}
            onChange={(event) => {
              dispatch({ do: "name-rule", id: rule.id, name: event.target.value });
            }}
          />
        ) : (
          name
        )
      }
      note={
        <span className="flex flex-wrap gap-1.5">
          {saved === undefined && editable && <Chip tone="accent">new</Chip>}
          {changed && <Chip tone="accent">changed</Chip>}
          {!editing && problems.length > 0 && <Chip tone="warn">not complete</Chip>}
        </span>
      }
      aside={
        editable && (
          <>
            <Move by={-1} disabled={index === 0} name={name} id={rule.id} dispatch={dispatch} />
            <Move by={1} disabled={index === count - 1} name={name} id={rule.id} dispatch={dispatch} />
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
            <Button
              tone="ghost"
              size="icon"
              aria-label={`Remove ${name}`}
              onClick={() => {
                dispatch({ do: "remove-rule", id: rule.id });
              }}
            >
              <Trash2 aria-hidden />
            </Button>
          </>
        )
      }
    >
      <div className="px-4 py-3">
        {editing ? (
          <ConditionEditor
            condition={rule.when}
            attributes={attributes}
            onChange={(when) => {
              dispatch({ do: "set-rule-condition", id: rule.id, when });
            }}
          />
        ) : (
          <ConditionView condition={rule.when} />
        )}
      </div>
      <ServePart>
        {editing ? (
          <ServeEditor
            flag={flag}
            serve={rule.serve}
            saved={saved?.serve}
            newSeed={newSeed}
            onChange={(serve) => {
              dispatch({ do: "set-rule-serve", id: rule.id, serve });
            }}
          />
        ) : (
          <ServeView flag={flag} serve={rule.serve} />
        )}
      </ServePart>
    </PathStep>
  );
}

function Move(props: {
  readonly by: -1 | 1;
  readonly disabled: boolean;
  readonly name: string;
  readonly id: string;
  readonly dispatch: (action: DraftAction) => void;
}) {
  const { by, disabled, name, id, dispatch } = props;
  return (
    <Button
      tone="ghost"
      size="icon"
      aria-label={`Move ${name} ${by < 0 ? "up" : "down"}`}
      disabled={disabled}
      onClick={() => {
        dispatch({ do: "move-rule", id, by });
      }}
    >
      {by < 0 ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
    </Button>
  );
}
