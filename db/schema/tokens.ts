import { index, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { users } from "./access.ts";

/** Secrets by which somebody's programs act as they do. */
export const personalTokens = pgTable(
  "personal_tokens",
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** The first characters, to tell tokens apart in lists. */
    prefix: text().notNull(),
    /** SHA-256 of the whole token. */
    hash: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    lastUsedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    uniqueIndex("personal_tokens_hash_key").on(table.hash),
    index("personal_tokens_user_index").on(table.userId),
  ],
);
