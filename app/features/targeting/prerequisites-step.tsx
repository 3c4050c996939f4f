import type { ExplanationStep, Prerequisite } from "@guidon/engine";
import { Link } from "@remix-run/react";
import { Plus, Trash2 } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Pill } from "#app/ui/pill.tsx";
import { Select } from "#app/ui/select.tsx";
import { PathStep } from "./path-step.tsx";
import type { PathState } from "./why.ts";

/** A flag that this one could lean on. */
export interface FlagChoice {
  readonly key: string;
  readonly name: string;
  readonly variants: readonly string[];
}

export interface PrerequisitesStepProps {
  readonly base: string;
  readonly environment: string;
  readonly prerequisites: readonly Prerequisite[];
  readonly choices: readonly FlagChoice[];
  readonly state: PathState;
  readonly steps: readonly ExplanationStep[];
  readonly editable: boolean;
  readonly onChange: (prerequisites: readonly Prerequisite[]) => void;
}

/** Flags that must serve a given variant first. */
export function PrerequisitesStep(props: PrerequisitesStepProps) {
  const { base, environment, prerequisites, choices, state, steps, editable, onChange } = props;
  const unused = choices.filter((choice) => !prerequisites.some((each) => each.flag === choice.key));
  return (
    <PathStep
      mark="P"
      state={state}
      title="Prerequisites"
      note={prerequisites.length === 0 ? "none" : "must hold first, else the off variant"}
      aside={
        editable && (
          <Button
            tone="ghost"
            size="sm"
            disabled={unused.length === 0}
            onClick={() => {
              const [first] = unused;
              if (first === undefined) return;
              onChange([...prerequisites, { flag: first.key, variants: first.variants.slice(0, 1) }]);
            }}
          >
            <Plus aria-hidden />
            Add
          </Button>
        )
      }
    >
      {prerequisites.length === 0 ? undefined : (
        <ul className="grid gap-2 px-4 py-3">
          {prerequisites.map((each, index) => (
            <li key={each.flag} className="flex flex-wrap items-center gap-1.75">
              {editable ? (
                <PrerequisiteInputs
                  each={each}
                  choices={[...choices.filter((choice) => choice.key === each.flag), ...unused]}
                  onChange={(next) => {
                    onChange(prerequisites.map((other, at) => (at === index ? next : other)));
                  }}
                />
              ) : (
                <>
                  <Link
                    to={`${base}/flags/${each.flag}/targeting/${environment}`}
                    className="hover:underline"
                  >
                    <code>{each.flag}</code>
                  </Link>
                  <span className="text-ink-2">serves</span>
                  {each.variants.map((variant) => (
                    <Pill key={variant}>{variant}</Pill>
                  ))}
                </>
              )}
              <span className="ml-auto flex items-center gap-1">
                <Met flag={each.flag} steps={steps} />
                {editable && (
                  <Button
                    tone="ghost"
                    size="icon-sm"
                    aria-label={`Remove the prerequisite ${each.flag}`}
                    onClick={() => {
                      onChange(prerequisites.filter((other) => other !== each));
                    }}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                )}
              </span>
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

function PrerequisiteInputs(props: {
  readonly each: Prerequisite;
  readonly choices: readonly FlagChoice[];
  readonly onChange: (prerequisite: Prerequisite) => void;
}) {
  const { each, choices, onChange } = props;
  const variants = choices.find((choice) => choice.key === each.flag)?.variants ?? each.variants;
  return (
    <>
      <Select
        compact
        mono
        aria-label="Flag that must serve first"
        boxClassName="max-w-60"
        value={each.flag}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.key === event.target.value);
          if (chosen !== undefined) onChange({ flag: chosen.key, variants: chosen.variants.slice(0, 1) });
        }}
      >
        {choices.map((choice) => (
          <option key={choice.key} value={choice.key}>
            {choice.key}
          </option>
        ))}
      </Select>
      <span className="text-ink-2">serves</span>
      {variants.map((variant) => (
        <label
          key={variant}
          className="inline-flex cursor-pointer items-center gap-1.5 rounded-[6px] border border-line px-2 py-0.75 text-sm has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="checkbox"
            className="size-3.5 accent-accent"
            checked={each.variants.includes(variant)}
            onChange={(event) => {
              const kept = each.variants.filter((other) => other !== variant);
              onChange({ ...each, variants: event.target.checked ? [...kept, variant] : kept });
            }}
          />
          {variant}
        </label>
      ))}
    </>
  );
}
