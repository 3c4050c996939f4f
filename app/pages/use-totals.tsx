import { useEffect, useRef, useState } from "react";
import { fetchJson } from "./fetch-json.ts";
import { useLiveChanges } from "./live.tsx";

export interface Totals {
  readonly flags: number;
  readonly killed: number;
  readonly segments: number;
  readonly layers: number;
}

/** Changes come in bursts. */
const gatherMs = 400;

/** The figures beside the navigation, as the page came with them and as they changed since. */
export function useTotals(project: string | undefined, loaded: Totals | null): Totals | null {
  const [fresh, setFresh] = useState<Totals | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // What a page brings is newer than what was asked for before.
    setFresh(undefined);
    return () => {
      clearTimeout(timer.current);
    };
  }, [loaded]);
  useLiveChanges(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void fetchJson<Totals>(`/api/v1/projects/${project ?? ""}/totals`).then((totals) => {
        if (totals !== undefined) setFresh(totals);
      });
    }, gatherMs);
  });
  return fresh ?? loaded;
}
