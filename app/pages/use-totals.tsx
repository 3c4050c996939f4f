import { useFetcher } from "@remix-run/react";
import { useLiveChanges } from "./live.tsx";

export interface Totals {
  readonly flags: number;
  readonly killed: number;
}

/** The figures beside the navigation, as the page came with them and as they changed since. */
export function useTotals(project: string | undefined, loaded: Totals | null): Totals | null {
  const { load, data, state } = useFetcher<Totals>({ key: `totals ${project ?? ""}` });
  useLiveChanges(() => {
    if (project !== undefined && state === "idle") load(`/projects/${project}/totals`);
  });
  return data ?? loaded;
}
