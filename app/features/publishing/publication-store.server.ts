import { and, asc, desc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { DocumentKind } from "@guidon/engine";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { sharedDraws } from "#db/schema/layers.ts";
import { projects } from "#db/schema/projects.ts";
import { publications, publishedDocuments } from "#db/schema/publishing.ts";
import type { LoggedDocument } from "./apply-rows.ts";

/** In one statement: PostgreSQL takes 65,535 values. */
const mostRows = 5000;

export interface EnvironmentHead {
  readonly id: string;
  readonly projectId: string;
  readonly key: string;
  readonly revision: number;
  readonly protected: boolean;
}

/** Locks the environments, in the order of their ids so that no two publishers wait for each other. */
export async function lockEnvironments(tx: Transaction, ids: readonly string[]): Promise<EnvironmentHead[]> {
  return (
    tx
      .select({
        id: environments.id,
        projectId: environments.projectId,
        key: environments.key,
        revision: environments.revision,
        protected: environments.protected,
      })
      .from(environments)
      .where(inArray(environments.id, [...ids]))
      .orderBy(asc(environments.id))
      // What merely refers to an environment, such as reported events, neither waits for a publisher nor holds one up.
      .for("no key update")
  );
}

export async function countEnvironments(tx: Transaction, projectId: string): Promise<number> {
  return tx.$count(environments, eq(environments.projectId, projectId));
}

/** `project/environment` of each, or of all. */
export async function selectHeads(
  db: Queryable,
  ids?: readonly string[],
): Promise<{ id: string; name: string; revision: number; createdAt: Date }[]> {
  const all = db
    .select({
      id: environments.id,
      name: sql<string>`${projects.key} || '/' || ${environments.key}`,
      revision: environments.revision,
      createdAt: environments.createdAt,
    })
    .from(environments)
    .innerJoin(projects, eq(projects.id, environments.projectId))
    .$dynamic();
  return ids === undefined ? all : all.where(inArray(environments.id, [...ids]));
}

export interface DocumentRow extends LoggedDocument {
  readonly revision: number;
}

/** The last word on each document that changed after `from` and not after `to`; of them at most `limit`, where given. */
export async function selectDocuments(
  db: Queryable,
  range: { environmentId: string; from: number; to: number; limit?: number },
): Promise<DocumentRow[]> {
  const query = db
    .selectDistinctOn([publishedDocuments.kind, publishedDocuments.key], {
      kind: publishedDocuments.kind,
      key: publishedDocuments.key,
      revision: publishedDocuments.revision,
      document: publishedDocuments.document,
      tombstone: publishedDocuments.tombstone,
    })
    .from(publishedDocuments)
    .where(
      and(
        eq(publishedDocuments.environmentId, range.environmentId),
        gt(publishedDocuments.revision, range.from),
        lte(publishedDocuments.revision, range.to),
      ),
    )
    .orderBy(asc(publishedDocuments.kind), asc(publishedDocuments.key), desc(publishedDocuments.revision))
    .$dynamic();
  const rows = await (range.limit === undefined ? query : query.limit(range.limit));
  return rows as DocumentRow[];
}

export type PublicationRow = typeof publications.$inferSelect;

export async function findPublication(
  db: Queryable,
  environmentId: string,
  revision: number,
): Promise<PublicationRow | undefined> {
  const [row] = await db
    .select()
    .from(publications)
    .where(and(eq(publications.environmentId, environmentId), eq(publications.revision, revision)));
  return row;
}

export async function findLatestPublication(
  db: Queryable,
  environmentId: string,
): Promise<PublicationRow | undefined> {
  const [row] = await db
    .select()
    .from(publications)
    .where(eq(publications.environmentId, environmentId))
    .orderBy(desc(publications.revision))
    .limit(1);
  return row;
}

/** What stood at a time: the last that was published until then. */
export async function findPublicationAt(
  db: Queryable,
  environmentId: string,
  at: Date,
): Promise<PublicationRow | undefined> {
  const [row] = await db
    .select()
    .from(publications)
    .where(and(eq(publications.environmentId, environmentId), lte(publications.publishedAt, at)))
    .orderBy(desc(publications.revision))
    .limit(1);
  return row;
}

/** Appends one revision with its documents and moves the environment's head to it. */
export async function insertPublication(
  tx: Transaction,
  row: typeof publications.$inferInsert,
  documents: readonly DocumentRow[],
): Promise<void> {
  await tx.insert(publications).values(row);
  for (let at = 0; at < documents.length; at += mostRows) {
    const rows = documents.slice(at, at + mostRows);
    await tx
      .insert(publishedDocuments)
      .values(rows.map((document) => ({ ...document, environmentId: row.environmentId })));
  }
  await tx.update(environments).set({ revision: row.revision }).where(eq(environments.id, row.environmentId));
}

export async function hasDocument(
  db: Queryable,
  environmentIds: readonly string[],
  { kind, key }: { kind: DocumentKind; key: string },
): Promise<boolean> {
  const [row] = await db
    .select({ revision: publishedDocuments.revision })
    .from(publishedDocuments)
    .where(
      and(
        inArray(publishedDocuments.environmentId, [...environmentIds]),
        eq(publishedDocuments.kind, kind),
        eq(publishedDocuments.key, key),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** What the layer of a seed is called, where it is one of the project's. */
export async function findLayerKey(
  db: Queryable,
  projectId: string,
  seed: number,
): Promise<string | undefined> {
  const [row] = await db
    .select({ key: sharedDraws.key })
    .from(sharedDraws)
    .where(
      and(eq(sharedDraws.projectId, projectId), eq(sharedDraws.kind, "layer"), eq(sharedDraws.seed, seed)),
    );
  return row?.key;
}
