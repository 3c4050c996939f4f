import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { DocumentKind } from "@guidon/engine";
import type { Queryable } from "#db/client.server.ts";
import { publications, publishedDocuments } from "#db/schema/publishing.ts";
import type { LoggedDocument } from "./apply-rows.ts";

export interface PublicationHeader {
  readonly revision: number;
  readonly publishedAt: Date;
  readonly actorName: string;
  readonly comment: string;
}

export interface DocumentRevision extends PublicationHeader {
  readonly document: string | null;
  readonly tombstone: "archived" | "removed" | null;
}

interface Page {
  readonly environmentId: string;
  /** Revisions older than this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const header = {
  revision: publications.revision,
  publishedAt: publications.publishedAt,
  actorName: publications.actorName,
  comment: publications.comment,
};

/** Newest first. */
export async function selectPublications(db: Queryable, page: Page): Promise<PublicationHeader[]> {
  return db
    .select(header)
    .from(publications)
    .where(
      and(
        eq(publications.environmentId, page.environmentId),
        page.before === undefined ? sql`true` : lt(publications.revision, page.before),
      ),
    )
    .orderBy(desc(publications.revision))
    .limit(page.limit);
}

/** The revisions of one document, newest first. */
export async function selectDocumentHistory(
  db: Queryable,
  page: Page & { kind: DocumentKind; key: string },
): Promise<DocumentRevision[]> {
  const rows = await db
    .select({ ...header, document: publishedDocuments.document, tombstone: publishedDocuments.tombstone })
    .from(publishedDocuments)
    .innerJoin(
      publications,
      and(
        eq(publications.environmentId, publishedDocuments.environmentId),
        eq(publications.revision, publishedDocuments.revision),
      ),
    )
    .where(
      and(
        eq(publishedDocuments.environmentId, page.environmentId),
        eq(publishedDocuments.kind, page.kind),
        eq(publishedDocuments.key, page.key),
        page.before === undefined ? sql`true` : lt(publishedDocuments.revision, page.before),
      ),
    )
    .orderBy(desc(publishedDocuments.revision))
    .limit(page.limit);
  return rows as DocumentRevision[];
}

/** What a publication made of a document, and what stood there before. */
export interface LoggedChange extends LoggedDocument {
  readonly revision: number;
  readonly before: string | null;
  /** How many documents the publication changed in all. */
  readonly total: number;
}

/** The documents of a range of revisions, each with its predecessor: of one revision no more than `most`, in the order of the keys. */
export async function selectLoggedChanges(
  db: Queryable,
  range: { environmentId: string; from: number; to: number; most: number },
): Promise<LoggedChange[]> {
  const rows = await db.execute(sql`
    select d.kind, d.key, d.revision, d.document, d.tombstone, d.total, p.document as before
    from (
      select *,
        row_number() over (partition by revision order by kind, key) as place,
        count(*) over (partition by revision) as total
      from published_documents
      where environment_id = ${range.environmentId} and revision between ${range.from} and ${range.to}
    ) d
    left join lateral (
      select b.document from published_documents b
      where b.environment_id = d.environment_id and b.kind = d.kind and b.key = d.key and b.revision < d.revision
      order by b.revision desc limit 1
    ) p on true
    where d.place <= ${range.most}
    order by d.revision desc, d.kind, d.key`);
  return (rows as unknown as (LoggedChange & { revision: string; total: string })[]).map((row) => ({
    ...row,
    revision: Number(row.revision),
    total: Number(row.total),
  }));
}
