import { and, asc, desc, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { memberships, users } from "#db/schema/access.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import { environments } from "#db/schema/environments.ts";
import { grantsIn } from "#app/features/access/grants-in.server.ts";
import type { Grant } from "#app/platform/context.ts";
import type { KeyKind } from "./api-key.ts";

export interface StoredKey {
  readonly id: string;
  readonly projectId: string;
  readonly environmentId: string | null;
  readonly kind: KeyKind;
  readonly name: string;
  readonly role: string | null;
  readonly prefix: string;
  readonly hash: string;
  readonly ownerId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export async function insertKey(tx: Transaction, row: StoredKey): Promise<void> {
  await tx.insert(apiKeys).values(row);
}

export interface ListedKeyRow extends StoredKey {
  readonly environmentKey: string | null;
  readonly ownerName: string;
}

/** Those of one project, newest first. */
export async function selectKeys(db: Queryable, projectId: string): Promise<ListedKeyRow[]> {
  const rows = await db
    .select({ key: apiKeys, environmentKey: environments.key, ownerName: users.name })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.ownerId))
    .leftJoin(environments, eq(environments.id, apiKeys.environmentId))
    .where(eq(apiKeys.projectId, projectId))
    .orderBy(desc(apiKeys.createdAt));
  return rows.map(({ key, ...names }) => ({ ...(key as StoredKey), ...names }));
}

/** Those that programs can still use, of whatever is named: a project, an environment of it, an owner. */
export async function selectKeysInUse(
  db: Queryable,
  place: { projectId?: string; environmentId?: string; ownerId?: string },
  now: Date,
): Promise<{ id: string; name: string; prefix: string }[]> {
  const { projectId, environmentId, ownerId } = place;
  return db
    .select({ id: apiKeys.id, name: apiKeys.name, prefix: apiKeys.prefix })
    .from(apiKeys)
    .where(
      and(
        projectId === undefined ? undefined : eq(apiKeys.projectId, projectId),
        environmentId === undefined ? undefined : eq(apiKeys.environmentId, environmentId),
        ownerId === undefined ? undefined : eq(apiKeys.ownerId, ownerId),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    )
    .orderBy(asc(apiKeys.name), asc(apiKeys.id));
}

export async function revokeKeys(tx: Transaction, ids: readonly string[], at: Date): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ revokedAt: at })
    .where(inArray(apiKeys.id, [...ids]));
}

export async function giveKeys(tx: Transaction, ids: readonly string[], ownerId: string): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ ownerId })
    .where(inArray(apiKeys.id, [...ids]));
}

/** Holds the row until the transaction ends, so that it is revoked once. */
export async function lockKey(
  tx: Transaction,
  projectId: string,
  id: string,
): Promise<StoredKey | undefined> {
  const [row] = await tx
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.projectId, projectId), eq(apiKeys.id, id)))
    .for("update");
  return row as StoredKey | undefined;
}

export async function markKeyRevoked(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.update(apiKeys).set({ revokedAt: at }).where(eq(apiKeys.id, id));
}

/** In one statement; what another process wrote meanwhile is never set back. */
export async function markKeysUsed(db: Queryable, uses: readonly { id: string; at: Date }[]): Promise<void> {
  const used = JSON.stringify(uses);
  await db.execute(sql`
    update ${apiKeys} set last_used_at = greatest(${apiKeys.lastUsedAt}, used.at)
    from jsonb_to_recordset(${used}::jsonb) as used (id uuid, at timestamptz)
    where ${apiKeys.id} = used.id`);
}

export interface UsableKey {
  readonly key: StoredKey;
  /** What its role permits, and what its owner holds, both at present. */
  readonly grants: readonly Grant[];
  readonly ceiling: readonly Grant[];
}

/** All keys that are not revoked. */
export async function selectUsableKeys(db: Queryable): Promise<UsableKey[]> {
  const [keys, held] = await Promise.all([
    db.select().from(apiKeys).where(isNull(apiKeys.revokedAt)),
    db.select().from(memberships),
  ]);
  const roles = keys.flatMap(({ id, role, projectId, environmentId }) =>
    role === null ? [] : [{ id, role, projectId, environmentId }],
  );
  const [ofOwners, ofKeys] = await Promise.all([grantsIn(db, held), grantsIn(db, roles)]);
  const byOwner = Map.groupBy(ofOwners, (_, at) => held[at]?.userId);
  const byKey = new Map(roles.map(({ id }, at) => [id, ofKeys.slice(at, at + 1)]));
  return keys.map((key) => ({
    key: key as StoredKey,
    grants: byKey.get(key.id) ?? [],
    ceiling: byOwner.get(key.ownerId) ?? [],
  }));
}
