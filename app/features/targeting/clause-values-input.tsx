import type { Clause } from "@guidon/engine";
import { useState } from "react";
import { Input } from "#app/ui/input.tsx";
import { Select } from "#app/ui/select.tsx";
import { TokenInput } from "#app/ui/token-input.tsx";
import {
  isNumber,
  tokenProblem,
  toTokens,
  toValues,
  valueType,
  type ClauseValue,
  type ValueType,
} from "./clause-values.ts";
import { operatorWords } from "./operator-words.ts";

export interface ClauseValuesProps {
  readonly clause: Clause;
  readonly label: string;
  readonly onChange: (values: ClauseValue[]) => void;
}

/** The values of a clause in the control that suits its operator. */
export function ClauseValues({ clause, label, onChange }: ClauseValuesProps) {
  const { values: shape, placeholder } = operatorWords[clause.op];
  // An empty list has no type of its own; what was chosen for it must be remembered here.
  const [chosen, setChosen] = useState<ValueType>(() => valueType(clause.values));
  switch (shape) {
    case "none":
      return null;
    case "number-range":
      return (
        <>
          {[0, 1].map((end) => (
            <NumberInput
              key={end}
              label={`${end === 0 ? "Lower" : "Upper"} end of ${label}`}
              value={clause.values[end]}
              onChange={(value) => {
                const other = clause.values[1 - end] ?? value;
                onChange(end === 0 ? [value, other] : [other, value]);
              }}
            />
          ))}
        </>
      );
    case "count":
      return (
        <>
          <NumberInput
            label={`Count of ${label}`}
            value={clause.values[0]}
            onChange={(value) => {
              onChange([value]);
            }}
          />
          <span className="leading-7.5 text-ink-2">elements</span>
        </>
      );
    case "instant":
      return <InstantInput label={label} value={clause.values[0]} onChange={(value) => onChange([value])} />;
    case "typed-list":
    case "text-list":
    case "pattern-list":
    case "number-list":
    case "version-list":
    case "address-list": {
      const type = shape === "number-list" ? "number" : shape === "typed-list" ? chosen : "text";
      return (
        <>
          <TokenInput
            label={`Values of ${label}`}
            tokens={toTokens(clause.values)}
            placeholder={placeholder}
            inputMode={type === "number" ? "decimal" : "text"}
            problem={(token) => tokenProblem(clause.op, type, token)}
            className="w-auto flex-1"
            onChange={(tokens) => {
              onChange(toValues(tokens, type));
            }}
          />
          {shape === "typed-list" && (
            <Select
              compact
              aria-label={`Type of the values of ${label}`}
              boxClassName="w-20"
              className="w-full text-xs text-ink-2"
              value={type}
              onChange={(event) => {
                const next = event.target.value as ValueType;
                setChosen(next);
                onChange(toValues(toTokens(clause.values), next));
              }}
            >
              <option value="text">text</option>
              <option value="number">number</option>
              <option value="true or false">true or false</option>
            </Select>
          )}
        </>
      );
    }
  }
}

function NumberInput(props: {
  readonly label: string;
  readonly value: ClauseValue | undefined;
  readonly onChange: (value: number) => void;
}) {
  const { label, value, onChange } = props;
  const [text, setText] = useState(value === undefined ? "" : String(value));
  return (
    <Input
      compact
      mono
      inputMode="decimal"
      aria-label={label}
      aria-invalid={(text !== "" && !isNumber(text)) || undefined}
      className="w-24"
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (isNumber(event.target.value)) onChange(Number(event.target.value));
      }}
    />
  );
}

/** A moment in the zone of whoever edits; what is kept is the same moment in UTC. */
function InstantInput(props: {
  readonly label: string;
  readonly value: ClauseValue | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { label, value, onChange } = props;
  const at =
    value === undefined ? Number.NaN : new Date(typeof value === "number" ? value : String(value)).getTime();
  const local = Number.isNaN(at)
    ? ""
    : new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  return (
    <Input
      compact
      type="datetime-local"
      aria-label={`Time of ${label}, in your time zone`}
      className="w-auto"
      value={local}
      onChange={(event) => {
        const moment = new Date(event.target.value);
        if (!Number.isNaN(moment.getTime())) onChange(moment.toISOString());
      }}
    />
  );
}
