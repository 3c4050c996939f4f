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
  const questions = useRef(0);
  useEffect(() => {
    // What a page brings is newer than what was asked for before, also than what is still to be answered.
    setFresh(undefined);
    return () => {
      clearTimeout(timer.current);
      questions.current += 1;
    };
  }, [loaded]);
  useLiveChanges(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      questions.current += 1;
      const question = questions.current;
      void fetchJson<Totals>(`/api/v1/projects/${project ?? ""}/totals`).then((totals) => {
        if (totals !== undefined && question === questions.current) setFresh(totals);
      });
    }, gatherMs);
  });
  return fresh ?? loaded;
}
