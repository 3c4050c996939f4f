import { Input } from "#app/ui/input.tsx";
import { Select } from "#app/ui/select.tsx";

export interface KeyPickerProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly keys: readonly string[];
  /** The id of a list with the keys. */
  readonly list: string;
  readonly autoFocus: boolean;
  readonly describedBy: string | undefined;
  readonly onChange: (key: string) => void;
}

/** As many as can be looked through. */
const few = 40;

/** One of the keys that are there: from a list while that is short, typed with suggestions where it is long. */
export function KeyPicker(props: KeyPickerProps) {
  const { label, placeholder, value, keys, list, autoFocus, describedBy, onChange } = props;
  const shared = {
    "aria-label": label,
    "aria-invalid": describedBy === undefined ? undefined : true,
    "aria-describedby": describedBy,
    compact: true,
    mono: true,
    autoFocus,
    value,
  } as const;
  if (keys.length > few) {
    return (
      <Input
        {...shared}
        list={list}
        placeholder={placeholder}
        spellCheck={false}
        autoCapitalize="off"
        className="w-full sm:w-56"
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <Select
      {...shared}
      boxClassName="max-w-full sm:max-w-56"
      onChange={(event) => onChange(event.target.value)}
    >
      {value === "" && <option value="">{placeholder}</option>}
      {value !== "" && !keys.includes(value) && <option value={value}>{value}, not here</option>}
      {keys.map((key) => (
        <option key={key} value={key}>
          {key}
        </option>
      ))}
    </Select>
  );
}
