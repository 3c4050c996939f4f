import type { ExpectedVersion } from "#app/platform/expect-version.ts";
import { invalid } from "#app/platform/problem.ts";
import type { FlagChange } from "./flag-change.ts";

/** What may be asked of many flags at once. What is left out stays. */
export interface BulkChange {
  readonly addTags?: readonly string[] | undefined;
  readonly removeTags?: readonly string[] | undefined;
  readonly owner?: string | null | undefined;
  readonly archived?: boolean | undefined;
}

/** A change asked of one of them. */
export interface AskedFlagChange extends BulkChange {
  readonly flag: string;
  readonly expectedVersion: ExpectedVersion;
  /** Where the change stands in what was sent. */
  readonly pointer: string;
}

const mostTags = 50;

/** What it means for a flag with these tags. The order of tags stays, and new ones come last. */
export function changeOf(tags: readonly string[], asked: AskedFlagChange): FlagChange {
  const { addTags = [], removeTags = [], owner, archived, pointer } = asked;
  const next = [...new Set([...tags, ...addTags])].filter((tag) => !removeTags.includes(tag));
  if (next.length > mostTags && next.length > tags.length)
    throw invalid(
      `${pointer}/addTags`,
      `"${asked.flag}" would have ${next.length} tags; ${mostTags} is the most.`,
    );
  return { tags: next, owner, archived };
}
