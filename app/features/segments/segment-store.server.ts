import { and, asc, desc, eq, ilike, or } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { segments } from "#db/schema/segments.ts";
import type { StoredSegment } from "./segment.ts";

export async function insertSegment(tx: Transaction, segment: StoredSegment): Promise<void> {
  await tx.insert(segments).values(segment);
}

export async function updateSegment(tx: Transaction, segment: StoredSegment): Promise<void> {
  const { id, environmentId: _, key: __, createdAt: ___, ...columns } = segment;
  await tx.update(segments).set(columns).where(eq(segments.id, id));
}

export async function deleteSegmentRow(tx: Transaction, id: string): Promise<void> {
  await tx.delete(segments).where(eq(segments.id, id));
}

export async function findSegment(
  db: Queryable,
  environmentId: string,
  key: string,
): Promise<StoredSegment | undefined> {
  const [row] = await db
    .select()
    .from(segments)
    .where(and(eq(segments.environmentId, environmentId), eq(segments.key, key)));
  return row as StoredSegment | undefined;
}

export interface SegmentQuery {
  readonly environmentId: string;
  /** Part of a key or name. */
  readonly search?: string | undefined;
}

/** Last changed first. */
export async function selectSegments(
  db: Queryable,
  query: SegmentQuery & { readonly limit: number; readonly offset: number },
): Promise<StoredSegment[]> {
  const rows = await db
    .select()
    .from(segments)
    .where(matching(query))
    .orderBy(desc(segments.updatedAt), asc(segments.key))
    .limit(query.limit)
    .offset(query.offset);
  return rows as StoredSegment[];
}

export async function countSegments(db: Queryable, query: SegmentQuery): Promise<number> {
  return db.$count(segments, matching(query));
}

function matching({ environmentId, search }: SegmentQuery) {
  const like = search === undefined ? undefined : `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return and(
    eq(segments.environmentId, environmentId),
    like === undefined ? undefined : or(ilike(segments.key, like), ilike(segments.name, like)),
  );
}
