import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
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
import { projects } from "./projects.ts";

/** What a flag is in every environment. `json`, not `jsonb`: values come back exactly as they were written. */
export const flags = pgTable(
  "flags",
  {
    id: uuid().primaryKey(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    key: text().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    type: text().notNull(),
    kind: text().notNull(),
    owner: text(),
    tags: text().array().notNull(),
    /** Null: permanent. */
    dueOn: timestamp({ withTimezone: true }),
    client: boolean().notNull(),
    variants: json().notNull(),
    /** JSON Schema for the values of an object flag; null: any. */
    schema: json(),
    /** What a kill serves where it names no other; null: the off variant. */
    safeVariant: text(),
    metadata: json().notNull().default({}),
    version: integer().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
    archivedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    uniqueIndex("flags_project_key_key").on(table.projectId, table.key),
    index("flags_project_updated_index").on(table.projectId, table.updatedAt),
    check("flags_type_check", sql`${table.type} in ('boolean', 'string', 'number', 'object')`),
  ],
);

/** What a flag does in one environment. */
export const targetings = pgTable(
  "targetings",
  {
    flagId: uuid()
      .notNull()
      .references(() => flags.id, { onDelete: "cascade" }),
    environmentId: uuid()
      .notNull()
      .references(() => environments.id, { onDelete: "cascade" }),
    targeting: json().notNull(),
    version: integer().notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.flagId, table.environmentId] }),
    index("targetings_environment_index").on(table.environmentId),
  ],
);
