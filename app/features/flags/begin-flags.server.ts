import type { Transaction } from "#db/client.server.ts";
import type { DocumentOperation } from "#app/features/publishing/document-operation.ts";
import { beginTargetings } from "#app/features/targeting/begin-targetings.server.ts";
import { toDocument } from "#app/features/targeting/targeting.ts";
import { selectAllFlags } from "./flag-store.server.ts";

export interface BeginFlagsInput {
  readonly projectId: string;
  readonly environment: { readonly id: string; readonly key: string; readonly protected: boolean };
  readonly at: Date;
}

/**
 * Brings every flag of a project into an environment that is only coming to be: off, as a new flag is. What is to be
 * published there is given back. Part of the transaction that makes the environment.
 */
export async function beginFlags(tx: Transaction, input: BeginFlagsInput): Promise<DocumentOperation[]> {
  const flags = await selectAllFlags(tx, input.projectId);
  const rows = await beginTargetings(tx, { flags, environments: [input.environment], at: input.at });
  const begun = new Map(rows.map(({ flagId, targeting }) => [flagId, targeting]));
  return flags.flatMap((flag): DocumentOperation[] => {
    const targeting = begun.get(flag.id);
    if (targeting === undefined) return [];
    return flag.archivedAt === null
      ? [{ put: "flag", document: toDocument(flag, targeting) }]
      : [{ archive: flag.key }];
  });
}
