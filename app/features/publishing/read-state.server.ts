import type { Snapshot } from "@guidon/engine";
import type { Queryable } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { emptyParts } from "./document-operation.ts";
import { loadSnapshot } from "./load-snapshot.server.ts";
import { selectHeads } from "./publication-store.server.ts";

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
  const [head] = await selectHeads(db, [environmentId]);
  if (head === undefined) throw new Problem("not_found", { detail: "This environment is gone." });
  const { name, createdAt } = head;
  const base = { ...emptyParts, revision: 0 };
  return loadSnapshot(db, { environmentId, name, revision, createdAt }, base);
}
