import { useState } from "react";
import { Input } from "#app/ui/input.tsx";
import { Select } from "#app/ui/select.tsx";
import type { ClauseValue } from "./clause-values.ts";
import { atOffset, offsetAt, readInstant, writeInstant } from "./instant-text.ts";

export interface InstantInputProps {
  readonly label: string;
  readonly value: ClauseValue | undefined;
  readonly describedBy: string | undefined;
  readonly onChange: (value: string) => void;
}

const own = "own";

/** A moment by date, time and the zone in which they are meant. */
export function InstantInput({ label, value, describedBy, onChange }: InstantInputProps) {
  const instant = readInstant(value);
  const [zone, setZone] = useState(instant === undefined ? own : instant.offset);
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const chosen = zone === own ? own : (instant?.offset ?? zone);
  const offsetFor = (wall: string, of = chosen) => (of === own ? offsetAt(wall) : of);
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <Input
        compact
        type="datetime-local"
        step={1}
        aria-label={`Date and time of ${label}`}
        aria-invalid={describedBy === undefined ? undefined : true}
        aria-describedby={describedBy}
        className="w-auto"
        value={instant?.wall ?? ""}
        onChange={(event) => {
          const wall = event.target.value;
          if (wall !== "") onChange(writeInstant({ wall, offset: offsetFor(wall) }));
        }}
      />
      <Select
        compact
        aria-label={`Time zone of ${label}`}
        boxClassName="max-w-48"
        className="w-full text-xs text-ink-2"
        value={chosen}
        onChange={(event) => {
          const next = event.target.value;
          setZone(next);
          if (instant === undefined) return;
          // The moment stays; another clock shows it.
          const utc = atOffset(instant, "Z");
          const local = new Date(`${utc.wall}Z`);
          onChange(writeInstant(atOffset(instant, next === own ? offsetAt(local.toISOString()) : next)));
        }}
      >
        <option value={own}>{ownZone}</option>
        <option value="Z">UTC</option>
        {chosen !== own && chosen !== "Z" && <option value={chosen}>UTC{chosen}</option>}
      </Select>
    </span>
  );
}
