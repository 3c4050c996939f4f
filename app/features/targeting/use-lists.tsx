import type { SegmentDocument } from "@guidon/engine";
import { useFetcher } from "@remix-run/react";
import { useEffect, useMemo, useRef } from "react";
import { keysAskedBy, listsAsFound, type FoundKey } from "./asked-keys.ts";
import { readContext } from "./read-context.ts";

export interface ListsInput {
  readonly base: string;
  readonly environment: string;
  readonly segments: readonly SegmentDocument[];
  readonly contextText: string;
}

/** Lists that are too long to come to the browser, as far as the context can tell: asked for as it is typed. */
export function useLists(input: ListsInput): ReturnType<typeof listsAsFound> {
  const { base, environment, segments, contextText } = input;
  const { load, data, state } = useFetcher<FoundKey[]>();
  const asked = useMemo(() => {
    const context = readContext(contextText);
    return "read" in context ? keysAskedBy(context.read, segments) : [];
  }, [contextText, segments]);
  const query = new URLSearchParams(
    asked.map(({ segment, list, revision, key }) => [
      "asked",
      JSON.stringify([segment, list, revision, key]),
    ]),
  ).toString();
  const last = useRef("");
  useEffect(() => {
    // One after the other: of two that overlap, the answer to the earlier one may be what is kept.
    if (state !== "idle" || query === "" || query === last.current) return;
    last.current = query;
    load(`${base}/environments/${environment}/keys?${query}`);
  }, [load, state, base, environment, query]);
  // A refused request comes back as an error of the page's own.
  return useMemo(() => listsAsFound(asked, Array.isArray(data) ? data : []), [asked, data]);
}
