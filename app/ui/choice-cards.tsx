import { clsx } from "clsx";
import { useId, type ReactNode } from "react";

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly icon?: ReactNode;
}

export interface ChoiceCardsProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  readonly choices: readonly Choice<Value>[];
  readonly value?: Value;
  readonly defaultValue?: Value;
  readonly onChange?: (value: Value) => void;
  readonly columns?: 2 | 3 | 4 | 5;
  readonly error?: string | undefined;
}

const columnClass = {
  2: "sm:grid-cols-2",
  3: "sm:grid-cols-3",
  4: "sm:grid-cols-2 lg:grid-cols-4",
  5: "sm:grid-cols-2 lg:grid-cols-5",
} as const;

/** Radio buttons as cards: few choices, each with a sentence about when to take it. */
export function ChoiceCards<Value extends string>(props: ChoiceCardsProps<Value>) {
  const { legend, name, choices, value, defaultValue, onChange, columns = 3, error } = props;
  const id = useId();
  return (
    <fieldset className="grid gap-1.5" aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend className="mb-1.5 text-sm font-[550]">{legend}</legend>
      <div className={clsx("grid gap-2", columnClass[columns])}>
        {choices.map((choice) => (
          <label
            key={choice.value}
            className={clsx(
              "relative flex cursor-pointer gap-2.5 rounded-md border border-line-strong bg-panel px-3 py-2.5 transition-colors",
              "hover:border-edge has-checked:border-accent has-checked:bg-accent-soft has-checked:shadow-[inset_0_0_0_1px_var(--color-accent)]",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
            )}
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              className="sr-only"
              {...(value === undefined
                ? { defaultChecked: choice.value === defaultValue }
                : { checked: choice.value === value, onChange: () => onChange?.(choice.value) })}
            />
            {choice.icon !== undefined && (
              <span className="mt-0.5 text-ink-2 [&_svg]:size-4">{choice.icon}</span>
            )}
            <span className="grid min-w-0 content-start gap-0.5">
              <span className="text-sm font-[550]">{choice.label}</span>
              {choice.hint !== undefined && <span className="text-xs text-ink-2">{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} className="text-xs font-medium text-kill-ink">
          {error}
        </p>
      )}
    </fieldset>
  );
}
