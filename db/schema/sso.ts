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
  uuid,
} from "drizzle-orm/pg-core";
import { users } from "./access.ts";

/** The identity provider that people sign in by: one row, or none. */
export const ssoConnections = pgTable(
  "sso_connections",
  {
    id: integer().primaryKey(),
    /** On the button of the sign-in page. */
    name: text().notNull(),
    issuer: text().notNull(),
    clientId: text().notNull(),
    /** Encrypted. */
    clientSecret: text().notNull(),
    /** Asked for beside `openid`. */
    scopes: text().array().notNull(),
    /** The claim that holds the names of a person's groups. */
    groupsClaim: text().notNull(),
    /** The domains whose e-mail addresses the provider may vouch for. */
    domains: text().array().notNull(),
    /** Whether somebody unknown gets an account at the first sign-in. */
    createsAccounts: boolean().notNull(),
    /** `[{ "group", "project", "role" }]`: group null is everybody, project null all projects (by id). */
    roleMapping: json().notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [check("sso_connections_single_check", sql`${table.id} = 1`)],
);

/** Whom an identity provider means. */
export const ssoIdentities = pgTable(
  "sso_identities",
  {
    issuer: text().notNull(),
    /** The provider's own name for the person, which never changes. */
    subject: text().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    linkedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    index("sso_identities_user_index").on(table.userId),
  ],
);
