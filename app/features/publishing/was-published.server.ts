import type { DocumentName } from "@guidon/engine";
import type { Queryable } from "#db/client.server.ts";
import { hasDocument } from "./publication-store.server.ts";

/** Whether a document of that name was ever in one of the environments. The log forgets nothing. */
export async function wasPublished(
  db: Queryable,
  environmentIds: readonly string[],
  name: DocumentName,
): Promise<boolean> {
  return hasDocument(db, environmentIds, name);
}
