import type { Clause } from "@guidon/engine";
import { useState } from "react";
import { Select } from "#app/ui/select.tsx";
import { TokenInput } from "#app/ui/token-input.tsx";
import {
  tokenProblem,
  toTokens,
  toValues,
  valueType,
  valueTypes,
  type ClauseValue,
  type ValueType,
} from "./clause-values.ts";
import { InstantInput } from "./instant-input.tsx";
import { NumberInput } from "./number-input.tsx";
import { operatorWords } from "./operator-words.ts";
import { PatternInputs } from "./pattern-inputs.tsx";

export interface ClauseValuesProps {
  readonly clause: Clause;
  readonly label: string;
  /** The id of what is said against the values. */
  readonly describedBy: string | undefined;
  readonly onChange: (values: ClauseValue[]) => void;
}

/** The values of a clause in the control that suits its operator. */
export function ClauseValues({ clause, label, describedBy, onChange }: ClauseValuesProps) {
  const { values: shape, placeholder } = operatorWords[clause.op];
  const { values } = clause;
  switch (shape) {
    case "none":
      return null;
    case "number-range":
      return (
        <span className="flex items-center gap-1.5">
          <NumberInput
            label={`Lower end of ${label}`}
            value={values[0]}
            describedBy={describedBy}
            onChange={(low) => onChange(values[1] === undefined ? [low] : [low, values[1]])}
          />
          <span className="text-ink-2">and</span>
          <NumberInput
            label={`Upper end of ${label}`}
            value={values[1]}
            describedBy={describedBy}
            onChange={(high) => onChange([values[0] ?? high, high])}
          />
        </span>
      );
    case "instant":
      return (
        <span className="grid gap-1.5">
          {(values.length === 0 ? [undefined] : values).map((value, index) => (
            <InstantInput
              // Moments have no name; their place tells them apart.
              // eslint-disable-next-line react/no-array-index-key
              key={index}
              label={label}
              value={value}
              describedBy={describedBy}
              onChange={(next) => onChange(values.length === 0 ? [next] : values.with(index, next))}
            />
          ))}
        </span>
      );
    case "pattern-list":
      return (
        <PatternInputs
          label={label}
          patterns={values}
          placeholder={placeholder}
          describedBy={describedBy}
          onChange={onChange}
        />
      );
    case "typed-list":
    case "text-list":
    case "number-list":
    case "count":
    case "version-list":
    case "address-list":
      return <ListInput clause={clause} label={label} describedBy={describedBy} onChange={onChange} />;
  }
}

function ListInput({ clause, label, describedBy, onChange }: ClauseValuesProps) {
  const { op, values } = clause;
  const { values: shape, placeholder } = operatorWords[op];
  const found = valueType(values);
  // An empty list has no type of its own; what was chosen for it must be remembered here.
  const [chosen, setChosen] = useState<ValueType>(found);
  const typed = shape === "typed-list";
  const numeric = shape === "number-list" || shape === "count";
  const type = typed ? (chosen === "text" ? found : chosen) : numeric ? "number" : "text";
  return (
    <>
      <TokenInput
        label={`Values of ${label}`}
        tokens={toTokens(values, typed ? type : "text")}
        placeholder={type === "true or false" ? "true" : type === "JSON" ? '"1", 1' : placeholder}
        inputMode={type === "number" ? "decimal" : "text"}
        problem={(token) => tokenProblem(op, type, token)}
        describedBy={describedBy}
        className="w-auto min-w-36 flex-1"
        onChange={(tokens) => {
          onChange(toValues(tokens, type));
        }}
      />
      {shape === "count" && <span className="leading-7.5 text-ink-2">elements</span>}
      {typed && (
        <Select
          compact
          aria-label={`Type of the values of ${label}`}
          boxClassName="w-22"
          className="w-full text-xs text-ink-2"
          value={type}
          onChange={(event) => {
            const next = valueTypes.find((each) => each === event.target.value) ?? "text";
            setChosen(next);
            if (next !== "JSON") onChange(toValues(toTokens(values), next));
          }}
        >
          {valueTypes.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </Select>
      )}
    </>
  );
}
