import { and, eq } from "drizzle-orm";
import type { FlagType, Json, Variant } from "@guidon/engine";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { flags } from "#db/schema/flags.ts";
import type { FlagDefinition, FlagKind } from "./flag.ts";

export interface StoredFlag extends FlagDefinition {
  readonly id: string;
  readonly projectId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

export async function insertFlag(tx: Transaction, flag: StoredFlag): Promise<void> {
  await tx.insert(flags).values({ ...flag, tags: [...flag.tags] });
}

export async function findFlag(
  db: Queryable,
  projectId: string,
  key: string,
): Promise<StoredFlag | undefined> {
  const [row] = await db
    .select()
    .from(flags)
    .where(and(eq(flags.projectId, projectId), eq(flags.key, key)));
  return row === undefined ? undefined : storedFlag(row);
}

export async function updateFlag(tx: Transaction, flag: StoredFlag): Promise<void> {
  const { id, projectId: _, key: __, createdAt: ___, ...columns } = flag;
  await tx
    .update(flags)
    .set({ ...columns, tags: [...columns.tags] })
    .where(eq(flags.id, id));
}

/** Its targetings go with it. */
export async function deleteFlagRow(tx: Transaction, id: string): Promise<void> {
  await tx.delete(flags).where(eq(flags.id, id));
}

export function storedFlag(row: typeof flags.$inferSelect): StoredFlag {
  return {
    ...row,
    type: row.type as FlagType,
    kind: row.kind as FlagKind,
    variants: row.variants as Variant[],
    schema: row.schema as Json,
    metadata: row.metadata as StoredFlag["metadata"],
  };
}
