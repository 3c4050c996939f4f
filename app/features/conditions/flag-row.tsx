import type { RowInput } from "./row-input.ts";
import { IsOrNot } from "./is-or-not.tsx";
import { KeyPicker } from "./key-picker.tsx";
import { VariantBoxes } from "./variant-boxes.tsx";

/** What another flag serves to the same context. */
export function FlagRow(props: RowInput & { readonly flag: string; readonly variants: readonly string[] }) {
  const { flag, variants, negated, label, within, fresh, describedBy, onCore } = props;
  const { flags, variantsOf } = within.surroundings;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="text-ink-2">flag</span>
      <KeyPicker
        label={`Flag of ${label}`}
        placeholder="choose a flag"
        value={flag}
        keys={flags}
        list={`${within.suggestions}-flags`}
        autoFocus={fresh}
        describedBy={describedBy}
        onChange={(key) => onCore({ kind: "flag", flag: key, variants: [] }, negated)}
      />
      <IsOrNot
        label={`Serves or not, in ${label}`}
        negated={negated}
        yes="serves"
        no="does not serve"
        onChange={(next) => onCore({ kind: "flag", flag, variants }, next)}
      />
      <VariantBoxes
        label={`Variants of ${label}`}
        variants={variantsOf(flag) ?? []}
        chosen={variants}
        onChange={(chosen) => onCore({ kind: "flag", flag, variants: chosen }, negated)}
      />
    </div>
  );
}
