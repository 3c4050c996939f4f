import { startTransition, useEffect, useState } from "react";
import { fetchJson } from "#app/pages/fetch-json.ts";
import { servedBy, type Outcome, type Served } from "./outcomes.ts";

const againMs = 30_000;

/** What a flag served within a day; counted after the page is there, and anew every so often while it is looked at. */
export function useOutcomes(address: string): Served | undefined {
  const [served, setServed] = useState<Served>();
  useEffect(() => {
    const count = () => {
      if (document.visibilityState !== "visible") return;
      void fetchJson<{ outcomes: readonly Outcome[] }>(address).then((answer) => {
        if (answer === undefined) return;
        startTransition(() => {
          setServed(servedBy(answer.outcomes));
        });
      });
    };
    count();
    const timer = setInterval(count, againMs);
    return () => {
      clearInterval(timer);
    };
  }, [address]);
  return served;
}
