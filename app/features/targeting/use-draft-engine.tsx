import { startTransition, useEffect, useState } from "react";

export type DraftEngine = typeof import("./draft-engine.ts");

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
