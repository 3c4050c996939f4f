import { and, asc, eq, inArray } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { sharedDraws } from "#db/schema/layers.ts";
import type { DrawKind, SharedDraw } from "./shared-draw.ts";

export async function insertSharedDraw(tx: Transaction, draw: SharedDraw): Promise<void> {
  await tx.insert(sharedDraws).values({ ...draw, by: [...draw.by] });
}

/** By key. */
export async function selectSharedDraws(
  db: Queryable,
  projectId: string,
  kind: DrawKind,
): Promise<SharedDraw[]> {
  const rows = await db
    .select()
    .from(sharedDraws)
    .where(and(eq(sharedDraws.projectId, projectId), eq(sharedDraws.kind, kind)))
    .orderBy(asc(sharedDraws.key));
  return rows as SharedDraw[];
}

export async function countSharedDraws(db: Queryable, projectId: string, kind: DrawKind): Promise<number> {
  return db.$count(sharedDraws, and(eq(sharedDraws.projectId, projectId), eq(sharedDraws.kind, kind)));
}

export async function findSharedDraw(
  db: Queryable,
  of: { projectId: string; kind: DrawKind; key: string },
): Promise<SharedDraw | undefined> {
  const [row] = await db
    .select()
    .from(sharedDraws)
    .where(
      and(
        eq(sharedDraws.projectId, of.projectId),
        eq(sharedDraws.kind, of.kind),
        eq(sharedDraws.key, of.key),
      ),
    );
  return row as SharedDraw | undefined;
}

export async function selectSharedDrawsById(db: Queryable, ids: readonly string[]): Promise<SharedDraw[]> {
  if (ids.length === 0) return [];
  return (await db
    .select()
    .from(sharedDraws)
    .where(inArray(sharedDraws.id, [...ids]))) as SharedDraw[];
}

/** The layers that keep a holdout's users out. */
export async function selectLayersOf(db: Queryable, holdoutId: string): Promise<SharedDraw[]> {
  return (await db.select().from(sharedDraws).where(eq(sharedDraws.holdoutId, holdoutId))) as SharedDraw[];
}

/** Locked until the transaction ends. */
export async function lockSharedDraw(tx: Transaction, id: string): Promise<SharedDraw | undefined> {
  const [row] = await tx.select().from(sharedDraws).where(eq(sharedDraws.id, id)).for("update");
  return row as SharedDraw | undefined;
}

export async function updateSharedDraw(
  tx: Transaction,
  { id, name, description, version, updatedAt }: SharedDraw,
): Promise<void> {
  await tx.update(sharedDraws).set({ name, description, version, updatedAt }).where(eq(sharedDraws.id, id));
}

export async function deleteSharedDrawRow(tx: Transaction, id: string): Promise<void> {
  await tx.delete(sharedDraws).where(eq(sharedDraws.id, id));
}
