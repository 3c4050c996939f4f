import { Dot, hueAt } from "#app/ui/dot.tsx";
import { Pill } from "#app/ui/pill.tsx";
import { Select } from "#app/ui/select.tsx";
import { hueIndex, type TargetedFlag } from "./targeted-flag.ts";

export type Variants = Pick<TargetedFlag, "variants">;

export const variantHue = (flag: Variants, key: string) => hueAt(hueIndex(flag, key));

/** A variant by its colour and key; `null` is whatever the code asks with as its default. */
export function VariantMark({ flag, variant }: { readonly flag: Variants; readonly variant: string | null }) {
  return (
    <Pill>
      <Dot hue={variant === null ? "off" : variantHue(flag, variant)} />
      {variant ?? <i>the caller's default</i>}
    </Pill>
  );
}

export interface VariantSelectProps {
  readonly flag: Variants;
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (variant: string | null) => void;
  /** Whether the code's default may be chosen. */
  readonly nullable?: boolean;
}

export function VariantSelect({ flag, label, value, onChange, nullable = false }: VariantSelectProps) {
  return (
    <span className="inline-flex items-center gap-2">
      <Dot hue={value === null ? "off" : variantHue(flag, value)} />
      <Select
        compact
        boxClassName="max-w-44"
        aria-label={label}
        value={value ?? ""}
        onChange={(event) => {
          onChange(event.target.value === "" ? null : event.target.value);
        }}
      >
        {nullable && <option value="">the caller's default</option>}
        {flag.variants.map((variant) => (
          <option key={variant.key} value={variant.key}>
            {variant.key}
          </option>
        ))}
      </Select>
    </span>
  );
}
