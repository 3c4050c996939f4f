import { bigint, index, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { users } from "./access.ts";

const ofUser = () =>
  uuid()
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/** One-time links by which somebody chooses a new password. */
export const passwordResets = pgTable(
  "password_resets",
  {
    id: uuid().primaryKey(),
    /** SHA-256 of the token in the link. */
    tokenHash: text().notNull(),
    userId: ofUser(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    uniqueIndex("password_resets_token_key").on(table.tokenHash),
    index("password_resets_user_index").on(table.userId),
  ],
);

/** Authenticator apps: the second factor of those who have one. */
export const twoFactors = pgTable("two_factors", {
  userId: ofUser().primaryKey(),
  /** Encrypted. */
  secret: text().notNull(),
  /** Null: shown to the person, who has not given a first code yet. */
  confirmedAt: timestamp({ withTimezone: true }),
  /** The time step (30 s) of the last code that was taken: it and those before are not taken again. */
  lastStep: bigint({ mode: "number" }),
  createdAt: timestamp({ withTimezone: true }).notNull(),
});

/** What stands in for a lost authenticator app; a used one is deleted. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: ofUser(),
    /** SHA-256 of the code. */
    codeHash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);
