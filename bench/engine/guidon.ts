import { compile, evaluate, evaluateAll, type Snapshot } from "@guidon/engine";
import { all, CONTEXTS, singles } from "./scenarios.ts";
import type { Subject } from "./subject.ts";

const NOW = { now: Date.UTC(2026, 5, 1) };

/** As it comes off the wire. */
const received = (snapshot: Snapshot): Snapshot => JSON.parse(JSON.stringify(snapshot)) as Snapshot;

export function guidon(): Subject {
  const one = compile(received(singles));
  const thousand = compile(received(all));
  const single = (key: string) => (i: number) => evaluate(one, key, CONTEXTS[i]!, NOW);
  return {
    name: "guidon",
    run: {
      ...{ S1: single("S1"), S2: single("S2"), S3: single("S3"), S4: single("S4"), S5: single("S5") },
      S6: (i) => evaluateAll(thousand, CONTEXTS[i]!, NOW),
    },
  };
}
