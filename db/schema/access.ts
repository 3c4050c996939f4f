import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { environments } from "./environments.ts";
import { projects } from "./projects.ts";

export const users = pgTable(
  "users",
  {
    id: uuid().primaryKey(),
    /** Lower-cased and trimmed by the use cases that write it. */
    email: text().notNull(),
    name: text().notNull(),
    /** Argon2id in PHC form. Null: signs in by single sign-on alone. */
    passwordHash: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [uniqueIndex("users_email_key").on(table.email)],
);

export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the id in the cookie: a copy of this table opens no session. */
    id: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    /** What lists and addresses call it; it opens nothing. */
    handle: uuid().notNull(),
    /** How the person came in: by password or by single sign-on. */
    method: text().notNull(),
    /** True: the second factor is still to come, and the session opens nothing but the page that asks for it. */
    awaitsSecondFactor: boolean().notNull(),
    /** When the second factor was last given. */
    secondFactorAt: timestamp({ withTimezone: true }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** Exact to a few minutes. */
    lastSeenAt: timestamp({ withTimezone: true }).notNull(),
    address: text(),
    userAgent: text(),
  },
  (table) => [
    uniqueIndex("sessions_handle_key").on(table.handle),
    check("sessions_method_check", sql`${table.method} in ('password', 'sso')`),
    index("sessions_user_index").on(table.userId),
    index("sessions_expiry_index").on(table.expiresAt),
  ],
);

export const memberships = pgTable(
  "memberships",
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Null: the role holds in every project. */
    projectId: uuid().references(() => projects.id, { onDelete: "cascade" }),
    /** Null: in every environment. */
    environmentId: uuid().references(() => environments.id, { onDelete: "cascade" }),
    /** One that is always there, or the key of one that the project made. */
    role: text().notNull(),
    /** `sso`: follows the groups of the identity provider at each sign-in; `hand`: given by a person. */
    source: text().notNull().default("hand"),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    uniqueIndex("memberships_user_place_key").on(
      table.userId,
      sql`coalesce(${table.projectId}, '00000000-0000-0000-0000-000000000000'::uuid)`,
      sql`coalesce(${table.environmentId}, '00000000-0000-0000-0000-000000000000'::uuid)`,
      table.source,
    ),
    check("memberships_source_check", sql`${table.source} in ('hand', 'sso')`),
    index("memberships_project_index").on(table.projectId),
    check(
      "memberships_environment_check",
      sql`${table.environmentId} is null or ${table.projectId} is not null`,
    ),
  ],
);

/** Roles that a project made, beside those that are always there. */
export const customRoles = pgTable(
  "custom_roles",
  {
    id: uuid().primaryKey(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    key: text().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    permissions: text().array().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [uniqueIndex("custom_roles_project_key_key").on(table.projectId, table.key)],
);

/** One-time links: the first Owner's set-up link, and those that members send. */
export const invitations = pgTable(
  "invitations",
  {
    id: uuid().primaryKey(),
    tokenHash: text().notNull(),
    /** Null: whoever opens the link chooses the address (first-run set-up only). */
    email: text(),
    role: text().notNull(),
    projectId: uuid().references(() => projects.id, { onDelete: "cascade" }),
    invitedBy: uuid().references(() => users.id, { onDelete: "set null" }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    acceptedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    uniqueIndex("invitations_token_key").on(table.tokenHash),
    index("invitations_project_index").on(table.projectId),
  ],
);
