import { useFetcher } from "@remix-run/react";
import { useEffect, useMemo } from "react";
import { referencesOf, type Surroundings } from "./surroundings.ts";
import type { Targeting } from "./targeting.ts";

export interface SurroundingsInput {
  readonly base: string;
  readonly environment: string;
  readonly present: Surroundings;
  readonly draft: Targeting;
}

/** What the draft leans on: what the page came with, and what it has named since, fetched as it is named. */
export function useSurroundings({ base, environment, present, draft }: SurroundingsInput): Surroundings {
  const { load, data } = useFetcher<Surroundings>();
  const missing = useMemo(() => {
    const named = referencesOf(draft);
    const flags = named.flags.filter((key) => !present.flags.some((flag) => flag.key === key));
    const segments = named.segments.filter((key) => !present.segments.some((segment) => segment.key === key));
    const query = new URLSearchParams([
      ...flags.map((key) => ["flag", key]),
      ...segments.map((key) => ["segment", key]),
    ]);
    return query.toString();
  }, [draft, present]);
  useEffect(() => {
    if (missing !== "") load(`${base}/environments/${environment}/surroundings?${missing}`);
  }, [load, base, environment, missing]);
  return useMemo(() => {
    if (missing === "" || data === undefined) return present;
    const add = <T extends { readonly key: string }>(here: readonly T[], more: readonly T[]) => [
      ...here,
      ...more.filter((one) => !here.some((other) => other.key === one.key)),
    ];
    return {
      ...present,
      flags: add(present.flags, data.flags),
      segments: add(present.segments, data.segments),
      archived: [...new Set([...present.archived, ...data.archived])],
    };
  }, [present, data, missing]);
}
