import type { Context } from "#app/platform/context.ts";
import { selectLiveCount } from "./flag-list-store.server.ts";

/** How many flags of a project are not archived. The caller has authorised the reading. */
export function countLiveFlags(ctx: Context, projectId: string): Promise<number> {
  return selectLiveCount(ctx.db, projectId);
}
