import { Select } from "#app/ui/select.tsx";

export interface IsOrNotProps {
  readonly label: string;
  readonly negated: boolean;
  readonly yes: string;
  readonly no: string;
  readonly onChange: (negated: boolean) => void;
}

/** Whether something holds or its opposite, in words. */
export function IsOrNot({ label, negated, yes, no, onChange }: IsOrNotProps) {
  return (
    <Select
      compact
      aria-label={label}
      value={negated ? "no" : "yes"}
      onChange={(event) => onChange(event.target.value === "no")}
    >
      <option value="yes">{yes}</option>
      <option value="no">{no}</option>
    </Select>
  );
}
