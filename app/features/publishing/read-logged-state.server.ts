import type { Snapshot } from "@guidon/engine";
import type { Queryable } from "#db/client.server.ts";
import { Problem } from "#app/platform/problem.ts";
import { emptyParts } from "./document-operation.ts";
import { loadSnapshot } from "./load-snapshot.server.ts";
import { selectHeads } from "./publication-store.server.ts";

/**
 * An environment as the log has it at a revision, held against the checksum. What is to be published again is read here:
 * a process that lags behind still has in memory whom the log has forgotten.
 */
export async function readLoggedState(
  db: Queryable,
  { environmentId, revision }: { environmentId: string; revision: number },
): Promise<Snapshot> {
  const [head] = await selectHeads(db, [environmentId]);
  if (head === undefined) throw new Problem("not_found", { detail: "This environment is gone." });
  const { name, createdAt } = head;
  const base = { ...emptyParts, revision: 0 };
  return loadSnapshot(db, { environmentId, name, revision, createdAt }, base);
}
