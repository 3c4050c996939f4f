import type { Snapshot } from "@guidon/engine";
import type { Queryable } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { readLoggedState } from "./read-logged-state.server.ts";

/**
 * An environment as it was at a revision, exactly: from memory where this process serves it, else rebuilt from the log
 * and held against the checksum of that time. The caller has authorised the reading.
 */
export async function readState(
  db: Queryable,
  ctx: Pick<Context, "snapshots">,
  { environmentId, revision }: { environmentId: string; revision: number },
): Promise<Snapshot> {
  const live = ctx.snapshots.get(environmentId);
  if (live !== undefined && live.revision === revision) return live.snapshot;
  return readLoggedState(db, { environmentId, revision });
}
