import { bigint, boolean, integer, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { projects } from "./projects.ts";

export const environments = pgTable(
  "environments",
  {
    id: uuid().primaryKey(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    key: text().notNull(),
    name: text().notNull(),
    /** Left to right in lists, the most consequential first. */
    position: integer().notNull(),
    /** Nothing changes what is served here by itself: the one gate lets a kill through and little else. */
    protected: boolean().notNull().default(false),
    /** The last published revision; its row is the lock that orders all publishing. */
    revision: bigint({ mode: "number" }).notNull().default(0),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [uniqueIndex("environments_project_key_key").on(table.projectId, table.key)],
);
