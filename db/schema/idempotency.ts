import { index, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** What creating requests answered, so that a retry is answered the same. */
export const keptAnswers = pgTable(
  "kept_answers",
  {
    /** SHA-256 of the credential and the Idempotency-Key that was sent with it. */
    id: text().primaryKey(),
    /** SHA-256 of method, address and body. */
    request: text().notNull(),
    /** Encrypted, so that only who sent the request can read it again. Null until the transaction that makes it ends. */
    answer: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index("kept_answers_created_index").on(table.createdAt)],
);
