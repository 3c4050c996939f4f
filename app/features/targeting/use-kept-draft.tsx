import { useCallback, useEffect, useState } from "react";
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
    const found = readKept(read(key));
    if (found !== undefined && !sameJson(found.now, draft.base)) setOffered(found);
    setLooked(true);
    // Once, when the page comes up.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);

  useEffect(() => {
    if (!looked) return;
    if (!dirty) {
      if (offered === undefined) remove(key);
      return;
    }
    const keep = () => setKept(write(key, writeKept(draft, Date.now())));
    const timer = setTimeout(keep, pauseMs);
    addEventListener("pagehide", keep);
    return () => {
      clearTimeout(timer);
      removeEventListener("pagehide", keep);
    };
  }, [key, draft, dirty, looked, offered]);

  const answer = useCallback(() => setOffered(undefined), []);
  return { offered, answer, kept };
}

// A browser may refuse its storage, or have none left: then nothing is kept, and leaving the page asks.

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    return;
  }
}
