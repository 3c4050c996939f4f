import type { Transaction } from "#db/client.server.ts";
import { Problem } from "#app/platform/problem.ts";
import { countEnvironmentRows, deleteEnvironmentRow } from "./environment-store.server.ts";

/** Deletes an environment with all that is in it, unless it is the project's last. The caller has begun its deletion. */
export async function removeEnvironment(
  tx: Transaction,
  { id, projectId }: { id: string; projectId: string },
): Promise<void> {
  if ((await countEnvironmentRows(tx, projectId)) <= 1) {
    throw new Problem("still_needed", { detail: "A project has at least one environment." });
  }
  await deleteEnvironmentRow(tx, id);
}
