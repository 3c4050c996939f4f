import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { memberships, users } from "#db/schema/access.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import { environments } from "#db/schema/environments.ts";
import type { Grant, Role } from "#app/platform/context.ts";
import type { KeyKind } from "./api-key.ts";

export interface StoredKey {
  readonly id: string;
  readonly projectId: string;
  readonly environmentId: string | null;
  readonly kind: KeyKind;
  readonly name: string;
  readonly role: Role | null;
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

/** All keys that are not revoked, each with what its owner holds now. */
export async function selectUsableKeys(db: Queryable): Promise<{ key: StoredKey; ceiling: Grant[] }[]> {
  const [keys, held] = await Promise.all([
    db.select().from(apiKeys).where(isNull(apiKeys.revokedAt)),
    db.select().from(memberships),
  ]);
  const byOwner = new Map<string, Grant[]>();
  for (const { userId, projectId, role } of held) {
    const grants = byOwner.get(userId) ?? [];
    grants.push({ role: role as Role, projectId, environmentId: null });
    byOwner.set(userId, grants);
  }
  return keys.map((key) => ({ key: key as StoredKey, ceiling: byOwner.get(key.ownerId) ?? [] }));
}
