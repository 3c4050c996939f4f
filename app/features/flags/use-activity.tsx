import { startTransition, useEffect, useState } from "react";
import { fetchJson } from "#app/pages/fetch-json.ts";
import type { FlagActivity } from "./activity-mark.tsx";

interface Answer {
  readonly activity: readonly (FlagActivity & { readonly flag: string })[];
}

const againMs = 30_000;
const none: ReadonlyMap<string, FlagActivity> = new Map();

/** How often flags were evaluated, counted after the page is there, and anew every so often while it is looked at. */
export function useActivity(
  project: string,
  keys: readonly string[],
  everyMs = againMs,
): ReadonlyMap<string, FlagActivity> {
  const [activity, setActivity] = useState(none);
  const flags = keys.join(",");
  useEffect(() => {
    if (flags === "") return undefined;
    const count = () => {
      if (document.visibilityState !== "visible") return;
      const query = new URLSearchParams({ flags }).toString();
      void fetchJson<Answer>(`/api/v1/projects/${project}/activity?${query}`).then((answer) => {
        if (answer === undefined) return;
        startTransition(() => {
          setActivity(new Map(answer.activity.map((each) => [each.flag, each])));
        });
      });
    };
    count();
    const timer = setInterval(count, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [project, flags, everyMs]);
  return activity;
}
