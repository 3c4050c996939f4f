import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { ListName } from "#app/features/publishing/lists.ts";
import type { Context } from "#app/platform/context.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import type { ListEdit } from "./list-edit.ts";
import { locateSegment } from "./locate-segment.server.ts";
import { publishSegment, type ChangedSegment } from "./publish-segment.server.ts";

export interface ChangeListInput {
  readonly project: string;
  readonly environment: string;
  readonly segment: string;
  readonly list: ListName;
  readonly edit: ListEdit;
  /** A revision of the list. Only a replacement must name one: what adds and removes can be sent twice without harm. */
  readonly expectedRevision?: ExpectedVersion;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Adds keys to a segment's list, removes some, or replaces all of them: one revision, however many. */
export async function changeList(ctx: Context, input: ChangeListInput): Promise<ChangedSegment> {
  const place = await locateEnvironment(ctx, input, "segment.write");
  const { segment: key, list, edit } = input;
  return publishSegment(ctx, {
    place,
    comment: input.comment,
    dryRun: input.dryRun,
    action: "segment.list-changed",
    summary: `Changed whom the segment ${key} ${list === "included" ? "includes" : "excludes"} in ${place.environmentKey}`,
    async change(tx) {
      const present = await locateSegment(tx, place, key);
      const revision = String(present.lists[list].revision);
      const expected = input.expectedRevision ?? ("replace" in edit ? undefined : "*");
      expectVersion(expected, revision, `${key} (${list})`);
      return { present, next: present, edits: { [list]: edit } };
    },
  });
}
