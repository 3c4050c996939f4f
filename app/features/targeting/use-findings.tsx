import type { FlagDocument, SegmentDocument } from "@guidon/engine";
import { useEffect, useState } from "react";
import { findingsOf, type RuleFinding } from "./findings.ts";

const pauseMs = 200;
const none: readonly RuleFinding[] = [];

/** What the analysis says of the draft, a moment after the last change: it takes longer than a keystroke may. */
export function useFindings(
  document: FlagDocument,
  segments: readonly SegmentDocument[],
  sound: boolean,
): readonly RuleFinding[] {
  const [findings, setFindings] = useState(none);
  useEffect(() => {
    const timer = setTimeout(() => {
      setFindings(sound ? findingsOf(document, segments) : none);
    }, pauseMs);
    return () => {
      clearTimeout(timer);
    };
  }, [document, segments, sound]);
  return findings;
}
