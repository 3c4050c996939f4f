import { useFetcher } from "@remix-run/react";
import { useEffect, useMemo } from "react";
import type { FlagActivity } from "./activity-mark.tsx";

interface Answer {
  readonly activity: readonly (FlagActivity & { readonly flag: string })[];
}

const againMs = 30_000;

/** How often the flags of the list were evaluated, counted after the list is there and anew while it is looked at. */
export function useActivity(base: string, keys: readonly string[]): ReadonlyMap<string, FlagActivity> {
  const { load, data } = useFetcher<Answer>();
  const query = keys.map((key) => `flag=${encodeURIComponent(key)}`).join("&");
  useEffect(() => {
    if (query === "") return undefined;
    const count = () => {
      if (document.visibilityState === "visible") load(`${base}/activity?${query}`);
    };
    count();
    const timer = setInterval(count, againMs);
    return () => {
      clearInterval(timer);
    };
  }, [base, query, load]);
  return useMemo(() => new Map(data?.activity.map((each) => [each.flag, each])), [data]);
}
