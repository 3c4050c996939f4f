import type { RowInput } from "./row-input.ts";
import { IsOrNot } from "./is-or-not.tsx";
import { KeyPicker } from "./key-picker.tsx";

/** Who is in a segment, or is not. */
export function SegmentRow(props: RowInput & { readonly segment: string }) {
  const { segment, negated, label, within, fresh, describedBy, onCore } = props;
  const { segments } = within.surroundings;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <IsOrNot
        label={`In or not, in ${label}`}
        negated={negated}
        yes="is in segment"
        no="is not in segment"
        onChange={(next) => onCore({ kind: "segment", segment }, next)}
      />
      <KeyPicker
        label={`Segment of ${label}`}
        placeholder="choose a segment"
        value={segment}
        keys={segments}
        list={`${within.suggestions}-segments`}
        autoFocus={fresh}
        describedBy={describedBy}
        onChange={(key) => onCore({ kind: "segment", segment: key }, negated)}
      />
      {segments.length === 0 && <span className="text-sm text-ink-2">There are no segments here yet.</span>}
    </div>
  );
}
