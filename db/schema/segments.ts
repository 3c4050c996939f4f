import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { environments } from "./environments.ts";

/** An audience of one environment. */
export const segments = pgTable(
  "segments",
  {
    id: uuid().primaryKey(),
    environmentId: uuid()
      .notNull()
      .references(() => environments.id, { onDelete: "cascade" }),
    key: text().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    /** The attribute whose values its lists hold. */
    by: text().notNull(),
    rules: json().notNull(),
    /** `{ included, excluded }`: where each list stands in its log. */
    lists: json().notNull(),
    /** Goes up with each change but those of lists, which have revisions of their own. */
    version: integer().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [uniqueIndex("segments_environment_key_key").on(table.environmentId, table.key)],
);

/**
 * The list log, append-only: what each revision of a list added and removed. Keys are joined by line feeds, which no key
 * holds. It outlives its segment, as the publication log does: revisions that were published refer to it.
 */
export const listChanges = pgTable(
  "list_changes",
  {
    environmentId: uuid()
      .notNull()
      .references(() => environments.id, { onDelete: "cascade" }),
    segment: text().notNull(),
    list: text().notNull(),
    revision: bigint({ mode: "number" }).notNull(),
    added: text().notNull(),
    removed: text().notNull(),
    /** All keys at this revision, now and then, so that nobody has to go back to the beginning. */
    checkpoint: text(),
    /** How much there is to read since the last checkpoint, in characters. */
    weight: bigint({ mode: "number" }).notNull(),
    count: integer().notNull(),
    digest: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.environmentId, table.segment, table.list, table.revision] }),
    check("list_changes_list_check", sql`${table.list} in ('included', 'excluded')`),
  ],
);
