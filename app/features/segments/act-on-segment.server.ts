import type { Condition } from "@guidon/engine";
import type { z } from "zod";
import type { Context } from "#app/platform/context.ts";
import { changeList } from "./change-list.server.ts";
import { changeSegment } from "./change-segment.server.ts";
import { copySegment } from "./copy-segment.server.ts";
import { deleteSegment } from "./delete-segment.server.ts";
import type { ChangedSegment } from "./publish-segment.server.ts";
import type { segmentAction, SegmentDone } from "./segment-action.ts";

/** Does what the page of a segment asks for. */
export async function actOnSegment(
  ctx: Context,
  place: { readonly project: string; readonly environment: string; readonly segment: string },
  asked: z.output<typeof segmentAction>,
): Promise<SegmentDone> {
  switch (asked.do) {
    case "change": {
      const { do: did, rules, ...change } = asked;
      // Publishing says what is wrong with a condition that is none.
      const conditions = rules?.map(({ when }) => ({ when: when as unknown as Condition }));
      return done(did, await changeSegment(ctx, { ...place, ...change, rules: conditions }));
    }
    case "change-keys": {
      const { do: did, list, add = [], remove = [] } = asked;
      return done(did, await changeList(ctx, { ...place, list, edit: { add, remove } }));
    }
    case "copy": {
      const { do: did, ...copy } = asked;
      return done(did, await copySegment(ctx, { ...place, ...copy, expectedVersion: "*" }));
    }
    case "delete":
      await deleteSegment(ctx, { ...place, expectedVersion: asked.expectedVersion });
      return { did: asked.do, revision: 0, changes: [] };
  }
}

const done = (did: SegmentDone["did"], { revision, changes }: ChangedSegment): SegmentDone => ({
  did,
  revision,
  changes,
});
