import { ENGINE_LEVEL, type FlagDocument, type Serve } from "@guidon/engine";
import { diffFlag, type Difference } from "@guidon/engine/diff";
import { movedShare } from "./moved-shares.ts";
import { formatPercent } from "./split-shares.ts";
import type { Targeting } from "./targeting.ts";

/** One difference between two targetings, in words. */
export interface TargetingChange {
  readonly kind: "added" | "removed" | "changed";
  readonly words: string;
}

/** What a reader must know about the way from one targeting to another, as the engine tells it for every surface. */
export function describeChanges(before: Targeting, after: Targeting): TargetingChange[] {
  return diffFlag(bare(before), bare(after)).map((difference) => ({
    kind: difference.type === "moved" ? "changed" : difference.type,
    words: difference.text + movedUsers(difference),
  }));
}

/** Both sides are of one flag, whose definition is no part of the difference. */
function bare(targeting: Targeting): FlagDocument {
  return {
    key: "flag",
    revision: 0,
    engine: ENGINE_LEVEL,
    type: "string",
    variants: [],
    ...targeting,
    client: false,
    metadata: {},
  };
}

/** How many users get something else although they stay in the same split. */
function movedUsers({ pointer, before, after }: Difference): string {
  if (!/^\/fallthrough$|\/serve$/.test(pointer)) return "";
  const [was, is] = [before as Serve | undefined, after as Serve | undefined];
  if (was === undefined || is === undefined || !("split" in was) || !("split" in is)) return "";
  if (was.split.seed !== is.split.seed) return "";
  const size = movedShare(was, is) ?? 0;
  return size === 0 ? "" : ` (moves ${formatPercent(size)} of it)`;
}
