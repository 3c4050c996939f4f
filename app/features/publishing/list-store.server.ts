import { and, asc, eq, gte, lte, or, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { listChanges } from "#db/schema/segments.ts";
import type { ListName, ListPlace } from "./lists.ts";

export interface ListRow {
  readonly revision: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** All keys; null where the row has only what changed. */
  readonly checkpoint: readonly string[] | null;
  readonly weight: number;
  readonly count: number;
  readonly digest: string;
}

/** The changes from one revision to another, both included, in order. */
export async function selectListChanges(
  db: Queryable,
  place: ListPlace,
  range: { readonly from: number; readonly to: number },
): Promise<ListRow[]> {
  const rows = await db
    .select(columns)
    .from(listChanges)
    .where(and(at(place), gte(listChanges.revision, range.from), lte(listChanges.revision, range.to)))
    .orderBy(asc(listChanges.revision));
  return rows.map(stored);
}

/** What a list is rebuilt from: the last checkpoint that is not after the revision, and every change since. */
export async function selectListSource(
  db: Queryable,
  place: ListPlace,
  revision: number,
): Promise<ListRow[]> {
  const [start] = await db
    .select({ revision: sql<number | null>`max(${listChanges.revision})`.mapWith(Number) })
    .from(listChanges)
    .where(and(at(place), lte(listChanges.revision, revision), sql`${listChanges.checkpoint} is not null`));
  return selectListChanges(db, place, { from: start?.revision ?? 0, to: revision });
}

/** Undefined before the first change. A deleted segment's log ends with its emptied lists. */
export async function findListHead(
  db: Queryable,
  place: ListPlace,
): Promise<Pick<ListRow, "revision" | "count" | "digest" | "weight"> | undefined> {
  const { revision, count, digest, weight } = listChanges;
  const [row] = await db
    .select({ revision, count, digest, weight })
    .from(listChanges)
    .where(at(place))
    .orderBy(sql`${listChanges.revision} desc`)
    .limit(1);
  return row;
}

export async function insertListChange(
  tx: Transaction,
  { environmentId, segment, list }: ListPlace,
  row: ListRow,
): Promise<void> {
  await tx.insert(listChanges).values({
    ...{ environmentId, segment, list },
    ...row,
    added: joined(row.added),
    removed: joined(row.removed),
    checkpoint: row.checkpoint === null ? null : joined(row.checkpoint),
  });
}

/** Whether a list held a key at a revision: what its log says last of that key, or of all of them. */
export async function selectHolding(
  db: Queryable,
  place: ListPlace,
  { revision, key }: { readonly revision: number; readonly key: string },
): Promise<boolean> {
  const { added, removed, checkpoint } = listChanges;
  const [row] = await db
    .select({ held: sql<boolean>`${holds(sql`coalesce(${checkpoint}, ${added})`, key)}` })
    .from(listChanges)
    .where(
      and(
        at(place),
        lte(listChanges.revision, revision),
        or(sql`${checkpoint} is not null`, holds(added, key), holds(removed, key)),
      ),
    )
    .orderBy(sql`${listChanges.revision} desc`)
    .limit(1);
  return row?.held ?? false;
}

/** The lists, also of deleted segments, that held one of these keys at any time. */
export async function selectListsWith(db: Queryable, keys: readonly string[]): Promise<ListPlace[]> {
  const { environmentId, segment, list, added, removed, checkpoint } = listChanges;
  const rows = await db
    .selectDistinct({ environmentId, segment, list })
    .from(listChanges)
    .where(
      or(
        sql`false`,
        ...keys.flatMap((key) => [added, removed, checkpoint].map((column) => holds(column, key))),
      ),
    );
  return rows.map((row) => ({ ...row, list: row.list as ListName }));
}

/** Only for an erasure: nothing else may change what was logged. */
export async function rewriteListChange(tx: Transaction, place: ListPlace, row: ListRow): Promise<void> {
  const { count, digest } = row;
  await tx
    .update(listChanges)
    .set({
      ...{ count, digest, added: joined(row.added), removed: joined(row.removed) },
      checkpoint: row.checkpoint === null ? null : joined(row.checkpoint),
    })
    .where(and(at(place), eq(listChanges.revision, row.revision)));
}

const columns = {
  revision: listChanges.revision,
  added: listChanges.added,
  removed: listChanges.removed,
  checkpoint: listChanges.checkpoint,
  weight: listChanges.weight,
  count: listChanges.count,
  digest: listChanges.digest,
};

const at = (place: ListPlace) =>
  and(
    eq(listChanges.environmentId, place.environmentId),
    eq(listChanges.segment, place.segment),
    eq(listChanges.list, place.list),
  );

/** Whether keys that are joined by line feeds have this one among them. */
const holds = (column: SQLWrapper, key: string): SQL =>
  sql`strpos(E'\\n' || ${column} || E'\\n', ${`\n${key}\n`}) > 0`;

const joined = (keys: readonly string[]): string => keys.join("\n");
const apart = (text: string): string[] => (text === "" ? [] : text.split("\n"));

function stored(row: {
  [Name in keyof ListRow]: Name extends "added" | "removed"
    ? string
    : Name extends "checkpoint"
      ? string | null
      : ListRow[Name];
}): ListRow {
  return {
    ...row,
    added: apart(row.added),
    removed: apart(row.removed),
    checkpoint: row.checkpoint === null ? null : apart(row.checkpoint),
  };
}
