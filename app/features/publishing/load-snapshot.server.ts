import type { Snapshot } from "@guidon/engine";
import { makeSnapshot } from "@guidon/engine/documents";
import type { Queryable } from "#db/client.server.ts";
import { applyRows } from "./apply-rows.ts";
import type { SnapshotParts } from "./document-operation.ts";
import { findPublication, selectDocuments } from "./publication-store.server.ts";
import { sha256 } from "./sha256.server.ts";

export interface SnapshotName {
  readonly environmentId: string;
  /** `project/environment`. */
  readonly name: string;
  readonly revision: number;
  /** When revision 0, which nobody published, came to be. */
  readonly createdAt: Date;
}

/**
 * The environment at a revision, rebuilt from the publication log on top of `base` (which stood at `base.revision`).
 * Throws if the result is not what was published then: the log has been tampered with or damaged.
 */
export async function loadSnapshot(
  db: Queryable,
  target: SnapshotName,
  base: SnapshotParts & { readonly revision: number },
): Promise<Snapshot> {
  const rows = await selectDocuments(db, {
    environmentId: target.environmentId,
    from: base.revision,
    to: target.revision,
  });
  const publication =
    target.revision === 0 ? undefined : await findPublication(db, target.environmentId, target.revision);
  const snapshot = makeSnapshot(
    {
      environment: target.name,
      revision: target.revision,
      publishedAt: (publication?.publishedAt ?? target.createdAt).toISOString(),
      ...applyRows(base, rows),
    },
    { sha256 },
  );
  if (publication !== undefined && publication.checksum !== snapshot.checksum) {
    throw new SnapshotMismatch(target, publication.checksum, snapshot.checksum);
  }
  return snapshot;
}

export class SnapshotMismatch extends Error {
  constructor(target: SnapshotName, published: string, rebuilt: string) {
    super(
      `${target.name} at revision ${target.revision} was published as ${published} but the log gives ${rebuilt}.`,
    );
    this.name = "SnapshotMismatch";
  }
}
