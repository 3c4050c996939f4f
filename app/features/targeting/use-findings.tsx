import type { FlagDocument, SegmentDocument } from "@guidon/engine";
import { useEffect, useState } from "react";
import type { RuleFinding } from "./findings.ts";
import type { DraftEngine } from "./use-draft-engine.tsx";

const pauseMs = 200;
const none: readonly RuleFinding[] = [];

/** What the analysis says of the draft, a moment after the last change: it takes longer than a keystroke may. */
export function useFindings(
  engine: DraftEngine | undefined,
  document: FlagDocument,
  segments: readonly SegmentDocument[],
  sound: boolean,
): readonly RuleFinding[] {
  const [findings, setFindings] = useState(none);
  useEffect(() => {
    const timer = setTimeout(() => {
      setFindings(sound ? (engine?.findingsOf(document, segments) ?? none) : none);
    }, pauseMs);
    return () => {
      clearTimeout(timer);
    };
  }, [engine, document, segments, sound]);
  return findings;
}
