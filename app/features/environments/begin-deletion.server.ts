import type { Transaction } from "#db/client.server.ts";
import { Problem } from "#app/platform/problem.ts";
import { lockForDeletion, lockProjectOf, type EnvironmentRow } from "./environment-store.server.ts";

/**
 * Locks what is about to be deleted, one environment or all of a project, against everything that refers to it. What is
 * protected is not deleted: taking the protection away comes first, and has rules of its own.
 */
export async function beginDeletion(
  tx: Transaction,
  place: { projectId: string; environmentId?: string },
): Promise<EnvironmentRow[]> {
  const { projectId, environmentId } = place;
  await lockProjectOf(tx, projectId);
  const rows = await lockForDeletion(
    tx,
    projectId,
    environmentId === undefined ? undefined : [environmentId],
  );
  if (rows.length === 0) throw new Problem("not_found", { detail: "This was deleted in this moment." });
  const kept = rows.find((row) => row.protected);
  if (kept !== undefined) {
    throw new Problem("environment_protected", {
      detail: `The environment "${kept.key}" is protected. Take its protection away first.`,
      extra: { environment: kept.key },
    });
  }
  return rows;
}
