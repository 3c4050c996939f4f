import { bigserial, index, json, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Append-only; refers to nothing, so that an entry outlives what it tells about. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    sequence: bigserial({ mode: "number" }).primaryKey(),
    at: timestamp({ withTimezone: true }).notNull(),
    actorKind: text().notNull(),
    actorId: text(),
    actorName: text().notNull(),
    /** The use case, noun first: `flag.created`, `targeting.changed`. */
    action: text().notNull(),
    projectId: uuid(),
    environmentId: uuid(),
    subjectKind: text().notNull(),
    subjectKey: text().notNull(),
    summary: text().notNull(),
    /** Readable lines of what changed, never a secret. */
    changes: json().notNull(),
    comment: text().notNull(),
    address: text(),
    requestId: text(),
    traceId: text(),
  },
  (table) => [
    index("audit_entries_project_index").on(table.projectId, table.sequence),
    index("audit_entries_subject_index").on(
      table.projectId,
      table.subjectKind,
      table.subjectKey,
      table.sequence,
    ),
  ],
);
