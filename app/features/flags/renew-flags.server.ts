import type { Transaction } from "#db/client.server.ts";
import { raiseVersions } from "./flag-store.server.ts";

/**
 * Gives every flag of a project a new version. For when an environment goes: a flag's version counts the changes made
 * there, and without them it could be one that it had before.
 */
export async function renewFlags(tx: Transaction, projectId: string): Promise<void> {
  await raiseVersions(tx, projectId);
}
