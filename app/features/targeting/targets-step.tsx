import type { Target } from "@guidon/engine";
import { Check, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { messageAt } from "#app/platform/pointers.ts";
import type { FieldProblem } from "#app/platform/problem.ts";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { FieldError } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Pill } from "#app/ui/pill.tsx";
import { TokenInput } from "#app/ui/token-input.tsx";
import { calmVariant, risingVariant } from "./targeted-flag.ts";
import { PathStep } from "./path-step.tsx";
import { VariantMark, VariantSelect, type Variants } from "./variant-mark.tsx";
import type { PathState } from "./path-states.ts";

export interface TargetsStepProps {
  readonly flag: Variants;
  readonly targets: readonly Target[];
  readonly state: PathState;
  readonly editable: boolean;
  /** With pointers from the targets. */
  readonly problems: readonly FieldProblem[];
  readonly onChange: (targets: readonly Target[]) => void;
}

const shownKeys = 12;

/** Single users and the variant each gets, before any rule is asked. */
export function TargetsStep(props: TargetsStepProps) {
  const { flag, targets, state, editable, problems, onChange } = props;
  const [editing, setEditing] = useState(false);
  const add = () => {
    const taken = targets.map((target) => target.variant);
    const rising = risingVariant(flag);
    const variant = taken.includes(rising) ? calmVariant(flag) : rising;
    onChange([...targets, { by: "targetingKey", keys: [], variant }]);
    setEditing(true);
  };
  const set = (index: number, change: Partial<Target>) => {
    onChange(targets.map((target, at) => (at === index ? { ...target, ...change } : target)));
  };
  return (
    <PathStep
      id="path-targets"
      mark="T"
      state={state}
      title="Individual targets"
      note={
        <span className="flex flex-wrap items-center gap-1.5">
          {targets.length === 0 ? "none" : "first, by key"}
          {!editing && problems.length > 0 && <Chip tone="warn">not complete</Chip>}
        </span>
      }
      aside={
        editable && (
          <>
            {targets.length > 0 && (
              <Button
                tone="ghost"
                size="icon"
                aria-label={editing ? "Close the editor of targets" : "Edit targets"}
                aria-pressed={editing}
                onClick={() => {
                  setEditing(!editing);
                }}
              >
                {editing ? <Check aria-hidden /> : <Pencil aria-hidden />}
              </Button>
            )}
            <Button tone="ghost" size="sm" onClick={add}>
              <Plus aria-hidden />
              Add
            </Button>
          </>
        )
      }
    >
      {targets.length === 0 ? undefined : (
        <ul className="grid gap-2 px-4 py-3">
          {targets.map((target, index) => (
            // Two targets may be equal while they are typed; their place tells them apart.
            // eslint-disable-next-line react/no-array-index-key
            <li key={index} className="flex flex-wrap items-center gap-1.75">
              {editing ? (
                <>
                  <Input
                    compact
                    mono
                    aria-label={`Attribute of target ${index + 1}`}
                    className="w-32"
                    value={target.by}
                    onChange={(event) => {
                      set(index, { by: event.target.value });
                    }}
                  />
                  <TokenInput
                    label={`Keys of target ${index + 1}`}
                    tokens={target.keys}
                    placeholder="user-42, user-43"
                    className="w-auto min-w-48 flex-1"
                    onChange={(keys) => {
                      set(index, { keys });
                    }}
                  />
                  <span className="text-ink-2">get</span>
                  <VariantSelect
                    flag={flag}
                    label={`Variant of target ${index + 1}`}
                    value={target.variant}
                    onChange={(variant) => {
                      if (variant !== null) set(index, { variant });
                    }}
                  />
                  <Button
                    tone="ghost"
                    size="icon-sm"
                    aria-label={`Remove target ${index + 1}`}
                    onClick={() => {
                      onChange(targets.filter((_, at) => at !== index));
                    }}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                </>
              ) : (
                <TargetView flag={flag} target={target} />
              )}
              {messageAt(problems, `/${index}`) !== undefined && (
                <span className="basis-full">
                  <FieldError>{messageAt(problems, `/${index}`)}</FieldError>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </PathStep>
  );
}

function TargetView({ flag, target }: { readonly flag: Variants; readonly target: Target }) {
  const more = target.keys.length - shownKeys;
  return (
    <>
      {target.by !== "targetingKey" && <span className="font-mono text-xs text-ink-2">{target.by}</span>}
      {target.keys.slice(0, shownKeys).map((key) => (
        <Pill key={key} mono>
          {key}
        </Pill>
      ))}
      {target.keys.length === 0 && <span className="text-sm text-warn-ink">no keys yet</span>}
      {more > 0 && <span className="text-sm text-ink-2">and {more} more</span>}
      <span className="text-ink-2">{target.keys.length === 1 ? "gets" : "get"}</span>
      <VariantMark flag={flag} variant={target.variant} />
    </>
  );
}
