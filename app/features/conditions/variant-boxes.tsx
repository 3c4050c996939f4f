export interface VariantBoxesProps {
  readonly label: string;
  readonly variants: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Variants of another flag, of which some are meant; those that it has no more can be taken away. */
export function VariantBoxes({ label, variants, chosen, onChange }: VariantBoxesProps) {
  const strange = chosen.filter((variant) => !variants.includes(variant));
  return (
    <span role="group" aria-label={label} className="flex flex-wrap gap-1.5">
      {[...variants, ...strange].map((variant) => (
        <label
          key={variant}
          className="inline-flex cursor-pointer items-center gap-1.5 rounded-[6px] border border-line px-2 py-0.75 text-sm has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="checkbox"
            className="size-3.5 accent-accent"
            checked={chosen.includes(variant)}
            onChange={(event) => {
              const others = chosen.filter((other) => other !== variant);
              onChange(event.target.checked ? [...others, variant] : others);
            }}
          />
          {variant}
        </label>
      ))}
    </span>
  );
}
