import { useRevalidator } from "@remix-run/react";
import { useEffect, type Dispatch } from "react";
import { sameJson } from "#app/platform/same-json.ts";
import { isDirty, type Draft, type DraftAction } from "./targeting-draft.ts";
import type { Targeting } from "./targeting.ts";

export interface NewerVersionInput {
  readonly draft: Draft;
  readonly saved: { readonly targeting: Targeting; readonly version: string };
  readonly dispatch: Dispatch<DraftAction>;
}

/**
 * Follows what is saved as long as nothing of one's own is lost by that: there is nothing, or it is what was saved. True
 * where somebody has to decide.
 */
export function useNewerVersion({ draft, saved, dispatch }: NewerVersionInput): boolean {
  const dirty = isDirty(draft);
  const newer = draft.version !== saved.version;
  const caughtUp = newer && sameJson(draft.now, saved.targeting);
  useEffect(() => {
    if (newer && (!dirty || caughtUp)) {
      dispatch({ do: "adopt", base: saved.targeting, version: saved.version });
    }
  }, [newer, dirty, caughtUp, saved, dispatch]);

  // Who comes back to the window wants to know what happened meanwhile.
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const onVisible = () => {
      if (document.visibilityState === "visible") revalidate();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [revalidate]);
  return newer && dirty && !caughtUp;
}
