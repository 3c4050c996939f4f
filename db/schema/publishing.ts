import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { environments } from "./environments.ts";

/** The publication log: append-only, one row for each revision of an environment. */
export const publications = pgTable(
  "publications",
  {
    environmentId: uuid()
      .notNull()
      .references(() => environments.id, { onDelete: "cascade" }),
    revision: bigint({ mode: "number" }).notNull(),
    publishedAt: timestamp({ withTimezone: true }).notNull(),
    /** Of the whole environment as it stands at this revision. */
    checksum: text().notNull(),
    flagCount: integer().notNull(),
    segmentCount: integer().notNull(),
    archivedCount: integer().notNull(),
    comment: text().notNull(),
    actorName: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.environmentId, table.revision] })],
);

/** What a publication changed: the full document, or null where it left the environment. */
export const publishedDocuments = pgTable(
  "published_documents",
  {
    environmentId: uuid()
      .notNull()
      .references(() => environments.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    key: text().notNull(),
    revision: bigint({ mode: "number" }).notNull(),
    /** RFC 8785 text, so that every revision can be given out again byte for byte. Null: removed or archived. */
    document: text(),
    /** Only where `document` is null: archived keys stay known to SDKs, removed ones do not. */
    tombstone: text(),
  },
  (table) => [
    primaryKey({ columns: [table.environmentId, table.kind, table.key, table.revision] }),
    // What each process asks after every publish: all that came since the revision it serves.
    index("published_documents_revision_index").on(table.environmentId, table.revision),
    check("published_documents_kind_check", sql`${table.kind} in ('flag', 'segment')`),
    check(
      "published_documents_tombstone_check",
      sql`(${table.document} is null) = (${table.tombstone} is not null)`,
    ),
  ],
);
