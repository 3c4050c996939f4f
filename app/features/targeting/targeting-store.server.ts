import { and, asc, eq, inArray } from "drizzle-orm";
import type { FlagType, Variant } from "@guidon/engine";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { flags, targetings } from "#db/schema/flags.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import type { Targeting } from "./targeting.ts";

/** What a flag does in one environment. */
export interface StoredTargeting {
  readonly flagId: string;
  readonly environmentId: string;
  readonly environmentKey: string;
  readonly targeting: Targeting;
  readonly version: number;
  readonly updatedAt: Date;
}

/** The same, with as much of the flag as targeting must know. */
export interface TargetedRow extends StoredTargeting {
  readonly flag: TargetedFlag & { readonly archived: boolean };
}

export async function insertTargetings(tx: Transaction, rows: readonly StoredTargeting[]): Promise<void> {
  await tx.insert(targetings).values(rows.map(({ environmentKey: _, ...row }) => row));
}

const columns = {
  flagId: targetings.flagId,
  environmentId: targetings.environmentId,
  environmentKey: environments.key,
  targeting: targetings.targeting,
  version: targetings.version,
  updatedAt: targetings.updatedAt,
};

/** Undefined where the project has no such flag: every flag has a targeting in every environment. */
export async function findTargeting(
  db: Queryable,
  place: { projectId: string; environmentId: string; flag: string },
): Promise<TargetedRow | undefined> {
  const [row] = await db
    .select({ ...columns, flag: flags })
    .from(targetings)
    .innerJoin(environments, eq(environments.id, targetings.environmentId))
    .innerJoin(flags, eq(flags.id, targetings.flagId))
    .where(
      and(
        eq(flags.projectId, place.projectId),
        eq(flags.key, place.flag),
        eq(targetings.environmentId, place.environmentId),
      ),
    );
  return row === undefined ? undefined : targeted(row);
}

/** Of these flags, in the order in which environments are listed. */
export async function selectTargetings(
  db: Queryable,
  flagIds: readonly string[],
): Promise<StoredTargeting[]> {
  if (flagIds.length === 0) return [];
  const rows = await db
    .select(columns)
    .from(targetings)
    .innerJoin(environments, eq(environments.id, targetings.environmentId))
    .where(inArray(targetings.flagId, [...flagIds]))
    .orderBy(asc(environments.position), asc(environments.key));
  return rows as StoredTargeting[];
}

export async function updateTargeting(
  tx: Transaction,
  row: Pick<StoredTargeting, "flagId" | "environmentId" | "targeting" | "version" | "updatedAt">,
): Promise<void> {
  await tx
    .update(targetings)
    .set({ targeting: row.targeting, version: row.version, updatedAt: row.updatedAt })
    .where(and(eq(targetings.flagId, row.flagId), eq(targetings.environmentId, row.environmentId)));
  // Lists put last what was touched last, wherever it was touched.
  await tx.update(flags).set({ updatedAt: row.updatedAt }).where(eq(flags.id, row.flagId));
}

function targeted({
  flag,
  ...row
}: Omit<StoredTargeting, "targeting"> & {
  targeting: unknown;
  flag: typeof flags.$inferSelect;
}): TargetedRow {
  const { key, client, archivedAt } = flag;
  return {
    ...row,
    targeting: row.targeting as Targeting,
    flag: {
      key,
      client,
      type: flag.type as FlagType,
      variants: flag.variants as Variant[],
      archived: archivedAt !== null,
    },
  };
}
