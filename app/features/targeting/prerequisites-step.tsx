import type { ExplanationStep, Prerequisite } from "@guidon/engine";
import { Link } from "@remix-run/react";
import { Check, Pencil, Plus, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import type { ConditionSurroundings } from "#app/features/conditions/condition-surroundings.ts";
import { KeyPicker } from "#app/features/conditions/key-picker.tsx";
import { useRowKeys } from "#app/features/conditions/use-row-keys.tsx";
import { VariantBoxes } from "#app/features/conditions/variant-boxes.tsx";
import { messageAt } from "#app/platform/pointers.ts";
import type { FieldProblem } from "#app/platform/problem.ts";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { FieldError } from "#app/ui/field.tsx";
import { Pill } from "#app/ui/pill.tsx";
import { PathStep } from "./path-step.tsx";
import type { PathState } from "./path-states.ts";

export interface PrerequisitesStepProps {
  readonly base: string;
  readonly environment: string;
  readonly prerequisites: readonly Prerequisite[];
  readonly surroundings: ConditionSurroundings;
  readonly state: PathState;
  readonly steps: readonly ExplanationStep[];
  readonly editable: boolean;
  /** With pointers from the prerequisites. */
  readonly problems: readonly FieldProblem[];
  readonly onChange: (prerequisites: readonly Prerequisite[]) => void;
}

/** Flags that must serve a given variant first. */
export function PrerequisitesStep(props: PrerequisitesStepProps) {
  const { prerequisites, surroundings, state, steps, editable, problems, onChange } = props;
  const [editing, setEditing] = useState(false);
  const keys = useRowKeys(prerequisites.length);
  const suggestions = useId();
  const unused = surroundings.flags.filter((key) => !prerequisites.some(({ flag }) => flag === key));
  const open = editing && prerequisites.length > 0;
  return (
    <PathStep
      id="path-prerequisites"
      mark="P"
      state={state}
      title="Prerequisites"
      note={
        <span className="flex flex-wrap items-center gap-1.5">
          {prerequisites.length === 0 ? "none" : "must hold first, else the off variant"}
          {!open && problems.length > 0 && <Chip tone="warn">not complete</Chip>}
        </span>
      }
      aside={
        editable && (
          <>
            {prerequisites.length > 0 && (
              <Button
                tone="ghost"
                size="icon"
                aria-label={open ? "Close the editor of prerequisites" : "Edit prerequisites"}
                aria-pressed={open}
                onClick={() => {
                  setEditing(!editing);
                }}
              >
                {open ? <Check aria-hidden /> : <Pencil aria-hidden />}
              </Button>
            )}
            <Button
              tone="ghost"
              size="sm"
              disabled={unused.length === 0}
              onClick={() => {
                setEditing(true);
                onChange([...prerequisites, { flag: "", variants: [] }]);
              }}
            >
              <Plus aria-hidden />
              Add
            </Button>
          </>
        )
      }
    >
      {prerequisites.length === 0 ? undefined : (
        <ul className="grid gap-2.5 px-4 py-3">
          {open && (
            <datalist id={suggestions}>
              {unused.map((key) => (
                <option key={key} value={key} />
              ))}
            </datalist>
          )}
          {prerequisites.map((each, index) => (
            <li key={keys.list[index]} className="flex flex-wrap items-center gap-1.75">
              {open ? (
                <PrerequisiteInputs
                  each={each}
                  label={`prerequisite ${index + 1}`}
                  keys={each.flag === "" ? unused : [each.flag, ...unused]}
                  list={suggestions}
                  variants={surroundings.variantsOf(each.flag) ?? []}
                  onChange={(next) => {
                    onChange(prerequisites.with(index, next));
                  }}
                />
              ) : (
                <PrerequisiteView {...props} each={each} />
              )}
              <span className="ml-auto flex items-center gap-1">
                <Met flag={each.flag} steps={steps} />
                {open && (
                  <Button
                    tone="ghost"
                    size="icon-sm"
                    aria-label={`Remove the prerequisite ${each.flag}`}
                    onClick={() => {
                      keys.splice(index, 1, 0);
                      onChange(prerequisites.toSpliced(index, 1));
                    }}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                )}
              </span>
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

function Met({ flag, steps }: { readonly flag: string; readonly steps: readonly ExplanationStep[] }) {
  const step = steps.find((each) => each.step === "prerequisite" && each.flag === flag);
  if (step === undefined) return null;
  return step.outcome === "met" ? <Chip tone="on">met</Chip> : <Chip tone="kill">not met</Chip>;
}

function PrerequisiteView(
  props: Pick<PrerequisitesStepProps, "base" | "environment"> & { readonly each: Prerequisite },
) {
  const { base, environment, each } = props;
  return (
    <>
      {each.flag === "" ? (
        <span className="text-ink-2">a flag</span>
      ) : (
        <Link
          to={`${base}/flags/${each.flag}/targeting/${environment}`}
          prefetch="intent"
          className="rounded-sm underline decoration-line-strong underline-offset-3 hover:decoration-accent"
        >
          <code>{each.flag}</code>
        </Link>
      )}
      <span className="text-ink-2">serves</span>
      {each.variants.map((variant) => (
        <Pill key={variant}>{variant}</Pill>
      ))}
      {each.acceptOff === true && <span className="text-sm text-ink-2">even while off</span>}
    </>
  );
}

function PrerequisiteInputs(props: {
  readonly each: Prerequisite;
  readonly label: string;
  readonly keys: readonly string[];
  readonly list: string;
  readonly variants: readonly string[];
  readonly onChange: (prerequisite: Prerequisite) => void;
}) {
  const { each, label, keys, list, variants, onChange } = props;
  return (
    <>
      <KeyPicker
        label={`Flag of ${label}`}
        placeholder="choose a flag"
        value={each.flag}
        keys={keys}
        list={list}
        autoFocus={each.flag === ""}
        describedBy={undefined}
        onChange={(flag) => {
          onChange({ flag, variants: [] });
        }}
      />
      <span className="text-ink-2">serves</span>
      <VariantBoxes
        label={`Variants of ${label}`}
        variants={variants}
        chosen={each.variants}
        onChange={(chosen) => {
          onChange({ ...each, variants: chosen });
        }}
      />
      <label className="inline-flex items-center gap-1.5 text-sm text-ink-2">
        <input
          type="checkbox"
          className="size-3.5 accent-accent"
          checked={each.acceptOff === true}
          onChange={(event) => {
            const { acceptOff: _, ...rest } = each;
            onChange(event.target.checked ? { ...rest, acceptOff: true } : rest);
          }}
        />
        even while it is off
      </label>
    </>
  );
}
