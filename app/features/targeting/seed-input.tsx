import { useState } from "react";
import { Input } from "#app/ui/input.tsx";

export interface SeedInputProps {
  readonly label: string;
  readonly seed: number;
  readonly onChange: (seed: number) => void;
}

/** A seed by its number. While it is typed in, it shows what is typed; what is no seed is not taken. */
export function SeedInput({ label, seed, onChange }: SeedInputProps) {
  const [typed, setTyped] = useState<string>();
  const isSeed = (text: string) => /^\d{1,10}$/.test(text) && Number(text) <= 0xffffffff;
  const wrong = typed !== undefined && !isSeed(typed);
  return (
    <Input
      compact
      mono
      inputMode="numeric"
      aria-label={label}
      aria-invalid={wrong || undefined}
      title={wrong ? "A whole number from 0 to 4294967295" : undefined}
      className="w-28"
      value={typed ?? String(seed)}
      onChange={({ target }) => {
        setTyped(target.value);
        if (isSeed(target.value)) onChange(Number(target.value));
      }}
      onBlur={() => {
        setTyped(undefined);
      }}
    />
  );
}
