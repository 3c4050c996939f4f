import { useState } from "react";
import { offsetAt, writeInstant } from "#app/features/conditions/instant-text.ts";
import { useNow } from "#app/ui/clock.tsx";
import { Input } from "#app/ui/input.tsx";
import { Select } from "#app/ui/select.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { relativeTime } from "#app/ui/time.ts";
import type { Past } from "./use-past.tsx";

const someTime = "time";

/** Which state of the past is tried: a revision of this flag, or whatever was served at a time. */
export function PastChoice({ moment, choose, data }: Past) {
  const [wall, setWall] = useState("");
  const now = useNow();
  if (data === undefined) return <Skeleton className="h-7.5" />;
  const byTime = moment !== undefined && "at" in moment;
  return (
    <div className="grid gap-2">
      <Select
        compact
        aria-label="State of the past"
        boxClassName="w-full"
        className="w-full"
        value={byTime ? someTime : String(moment?.revision ?? "")}
        onChange={({ target }) => {
          if (target.value !== someTime) choose({ revision: Number(target.value) });
          else {
            const now = new Date(Date.now() - 60_000);
            choose({ at: now.toISOString() });
            setWall(localWall(now));
          }
        }}
      >
        {data.revisions.map(({ revision, at, actor, comment }) => (
          <option key={revision} value={revision}>
            revision {revision}, {relativeTime(at.getTime(), now)}, {actor}
            {comment === "" ? "" : `: ${comment}`}
          </option>
        ))}
        <option value={someTime}>at a time…</option>
      </Select>
      {byTime && (
        <Input
          compact
          type="datetime-local"
          step={1}
          aria-label="Time in your zone"
          max={localWall(new Date(now))}
          value={wall}
          onChange={({ target }) => {
            setWall(target.value);
            const at = new Date(target.value);
            if (!Number.isNaN(at.getTime()) && at.getTime() <= Date.now())
              choose({ at: writeInstant({ wall: target.value, offset: offsetAt(target.value) }) });
          }}
        />
      )}
    </div>
  );
}

function localWall(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
