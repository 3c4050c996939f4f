import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { CircleCheck, LoaderCircle } from "lucide-react";
import type { Propagation } from "#app/features/propagation/propagation.ts";
import { Bar } from "#app/ui/bar.tsx";
import { arrivalOf } from "./kill-words.ts";

export interface KillArrivalProps {
  readonly address: string;
  readonly revision: number;
}

const pollMs = 500;

/** By how many SDK instances a revision has been applied, asked again until all have it. */
export function KillArrival({ address, revision }: KillArrivalProps) {
  const { load, data, state } = useFetcher<Propagation>();
  const seen = data !== undefined && "connected" in data ? data : undefined;
  const { words, done, percent } = arrivalOf(seen);
  const idle = state === "idle";
  useEffect(() => {
    if (done || !idle) return;
    const ask = () => load(`${address}?revision=${revision}`);
    const timer = setTimeout(ask, seen === undefined ? 0 : pollMs);
    return () => clearTimeout(timer);
  }, [load, address, revision, done, idle, seen]);
  return (
    <div className="grid gap-2 rounded-lg border border-line bg-sunken px-3.5 py-3">
      <p role="status" className="flex items-center gap-2 text-sm font-[550] tabular">
        {done ? (
          <CircleCheck aria-hidden className="size-4 shrink-0 text-on" />
        ) : (
          <LoaderCircle aria-hidden className="size-4 shrink-0 text-ink-3 motion-safe:animate-spin" />
        )}
        {words}
      </p>
      {!done && (
        <Bar
          parts={[
            { label: "applied by", percent, hue: "on" },
            { label: "still to come", percent: 100 - percent, hue: "rest" },
          ]}
        />
      )}
    </div>
  );
}
