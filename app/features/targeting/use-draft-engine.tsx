import { startTransition, useEffect, useState } from "react";
import type * as engine from "./draft-engine.ts";

export type DraftEngine = typeof engine;

/** Undefined until it has come. Where it cannot be fetched, the server alone judges what is saved. */
export function useDraftEngine(): DraftEngine | undefined {
  const [engine, setEngine] = useState<DraftEngine>();
  useEffect(() => {
    import("./draft-engine.ts").then(
      (loaded) => {
        startTransition(() => setEngine(loaded));
      },
      () => undefined,
    );
  }, []);
  return engine;
}
