import { useState } from "react";
import { Input } from "#app/ui/input.tsx";
import { isNumber, type ClauseValue } from "./clause-values.ts";

export interface NumberInputProps {
  readonly label: string;
  readonly value: ClauseValue | undefined;
  readonly describedBy: string | undefined;
  readonly onChange: (value: ClauseValue) => void;
}

/** While it is typed in, it shows what is typed. What is not a number stays as it was typed. */
export function NumberInput({ label, value, describedBy, onChange }: NumberInputProps) {
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? (value === undefined ? "" : String(value));
  const wrong = shown !== "" && !isNumber(shown);
  return (
    <Input
      compact
      mono
      inputMode="decimal"
      aria-label={label}
      aria-invalid={wrong || undefined}
      aria-describedby={describedBy}
      className="w-24"
      value={shown}
      onChange={({ target }) => {
        setTyped(target.value);
        if (target.value !== "") onChange(isNumber(target.value) ? Number(target.value) : target.value);
      }}
      onBlur={() => {
        setTyped(undefined);
      }}
    />
  );
}
