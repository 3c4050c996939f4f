import type { Transaction } from "#db/client.server.ts";
import { Problem } from "#app/platform/problem.ts";
import { selectKeysInUse } from "./api-key-store.server.ts";

/** Throws where programs can still ask for what is about to be deleted, and names the keys by which they can. */
export async function refuseInUse(
  tx: Transaction,
  place: { projectId: string; environmentId?: string },
  input: { what: string; now: Date },
): Promise<void> {
  const keys = await selectKeysInUse(tx, place, input.now);
  if (keys.length === 0) return;
  const names = keys.slice(0, 5).map(({ name, prefix }) => `${name} (${prefix}…)`);
  const more = keys.length > names.length ? ` and ${keys.length - names.length} more` : "";
  throw new Problem("still_needed", {
    detail: `Programs can still use ${input.what} by ${names.join(", ")}${more}. Revoke these keys first.`,
    extra: { keys: keys.map(({ prefix }) => prefix) },
  });
}
