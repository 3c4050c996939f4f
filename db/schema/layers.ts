import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { projects } from "./projects.ts";

/** Draws that flags of a project share: layers and holdouts. Which flag holds what of them is in the published documents. */
export const sharedDraws = pgTable(
  "shared_draws",
  {
    id: uuid().primaryKey(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    key: text().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    /** Attribute paths; the first usable one gives the unit. */
    by: text().array().notNull(),
    /** 32 bits without a sign. */
    seed: bigint({ mode: "number" }).notNull(),
    /** Of a holdout, in 1/100,000: who is kept out. */
    heldOut: integer(),
    /** Of a layer: whoever is in it is kept out of all its slices. */
    holdoutId: uuid().references((): AnyPgColumn => sharedDraws.id),
    version: integer().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    uniqueIndex("shared_draws_project_kind_key_key").on(table.projectId, table.kind, table.key),
    check(
      "shared_draws_kind_check",
      sql`case ${table.kind} when 'layer' then ${table.heldOut} is null when 'holdout' then ${table.heldOut} is not null and ${table.holdoutId} is null else false end`,
    ),
  ],
);
