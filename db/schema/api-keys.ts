import { sql } from "drizzle-orm";
import { check, index, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { users } from "./access.ts";
import { environments } from "./environments.ts";
import { projects } from "./projects.ts";

export const apiKeys = pgTable(
  "api_keys",
  {
    id: uuid().primaryKey(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    /** Null only for management keys: every environment of the project. */
    environmentId: uuid().references(() => environments.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    name: text().notNull(),
    /** Only for management keys. */
    role: text(),
    /** The first characters, to tell keys apart in lists. */
    prefix: text().notNull(),
    /** SHA-256 of the whole key. */
    hash: text().notNull(),
    ownerId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }),
    lastUsedAt: timestamp({ withTimezone: true }),
    revokedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    uniqueIndex("api_keys_hash_key").on(table.hash),
    index("api_keys_project_index").on(table.projectId),
    index("api_keys_owner_index").on(table.ownerId),
    index("api_keys_environment_index").on(table.environmentId),
    check("api_keys_kind_check", sql`${table.kind} in ('server', 'client', 'management')`),
    check("api_keys_scope_check", sql`${table.kind} = 'management' or ${table.environmentId} is not null`),
    check("api_keys_role_check", sql`(${table.kind} = 'management') = (${table.role} is not null)`),
  ],
);
