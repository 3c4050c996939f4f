import { useCallback, useEffect, useState } from "react";
import { dropWork, keepWork, onWorkDropped, readWork } from "#app/pages/kept-work.ts";
import { sameJson } from "#app/platform/same-json.ts";
import { readKept, writeKept, type KeptDraft } from "./kept-draft.ts";
import { isDirty, type Draft } from "./targeting-draft.ts";

export interface KeptDraftState {
  /** A draft from before, which nobody has answered for yet. */
  readonly offered: KeptDraft | undefined;
  /** Neither taken up nor thrown away any more. */
  readonly answer: () => void;
  /** Whether what is not saved survives leaving the page. */
  readonly kept: boolean;
}

const pauseMs = 250;

/** Keeps the draft in this browser while it is not saved, and offers the one that is found there. */
export function useKeptDraft(key: string, draft: Draft): KeptDraftState {
  const [offered, setOffered] = useState<KeptDraft>();
  const [kept, setKept] = useState(true);
  const [looked, setLooked] = useState(false);
  const dirty = isDirty(draft);

  useEffect(() => {
    const found = readKept(readWork(key));
    if (found !== undefined && !sameJson(found.now, draft.base)) setOffered(found);
    setLooked(true);
    // Once, when the page comes up.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);

  useEffect(() => {
    if (!looked) return;
    if (!dirty) {
      if (offered === undefined) dropWork(key);
      return;
    }
    const keep = () => setKept(keepWork(key, writeKept(draft, Date.now())));
    const timer = setTimeout(keep, pauseMs);
    addEventListener("pagehide", keep);
    const stop = () => {
      clearTimeout(timer);
      removeEventListener("pagehide", keep);
    };
    // Whoever signs out leaves nothing behind, not even by a page that is still open.
    const deafen = onWorkDropped(key, stop);
    return () => {
      stop();
      deafen();
    };
  }, [key, draft, dirty, looked, offered]);

  const answer = useCallback(() => setOffered(undefined), []);
  return { offered, answer, kept };
}
