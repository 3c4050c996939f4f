import { useBeforeUnload, useBlocker } from "@remix-run/react";
import { useEffect } from "react";

/** Asks before unsaved work is left behind, by a link or by closing the window. */
export function useUnsavedGuard(dirty: boolean): void {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (confirm("Leave without saving? The changes of this draft will be lost.")) blocker.proceed();
    else blocker.reset();
  }, [blocker]);
  useBeforeUnload((event) => {
    if (dirty) event.preventDefault();
  });
}
