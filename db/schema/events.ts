import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { environments } from "./environments.ts";

const environmentId = () =>
  uuid()
    .notNull()
    .references(() => environments.id, { onDelete: "cascade" });

/** What has been written already, for seven days: an event that is sent again changes nothing. */
export const eventIds = pgTable(
  "event_ids",
  {
    environmentId: environmentId(),
    id: uuid().notNull(),
    receivedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.environmentId, table.id] }),
    index("event_ids_received_index").on(table.receivedAt),
  ],
);

/** Who saw which variant of a split. */
export const exposures = pgTable(
  "exposures",
  {
    environmentId: environmentId(),
    id: uuid().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    environmentRevision: bigint({ mode: "number" }).notNull(),
    flag: text().notNull(),
    flagRevision: bigint({ mode: "number" }).notNull(),
    variant: text().notNull(),
    ruleId: text(),
    unitPath: text().notNull(),
    unitValue: text().notNull(),
    experimentKey: text(),
    experimentPhase: integer(),
    /** False: came under a public key, and the variant is what this server computed. */
    trusted: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.environmentId, table.id] }),
    index("exposures_flag_index").on(table.environmentId, table.flag, table.at),
  ],
);

/** What units did that a metric may count. */
export const metricEvents = pgTable(
  "metric_events",
  {
    environmentId: environmentId(),
    id: uuid().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    event: text().notNull(),
    unitPath: text().notNull(),
    unitValue: text().notNull(),
    value: doublePrecision(),
    trusted: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.environmentId, table.id] }),
    index("metric_events_event_index").on(table.environmentId, table.event, table.at),
  ],
);

/** How often a flag was evaluated and how it ended; empty text stands for none, so that all of it can be a key. */
export const evaluationCounts = pgTable(
  "evaluation_counts",
  {
    environmentId: environmentId(),
    at: timestamp({ withTimezone: true }).notNull(),
    /** Of how long a time from `at` on: a minute, or an hour once it is older than a day. */
    seconds: integer().notNull(),
    flag: text().notNull(),
    flagRevision: bigint({ mode: "number" }).notNull(),
    variant: text().notNull(),
    reason: text().notNull(),
    detail: text().notNull(),
    ruleId: text().notNull(),
    /** Who counted: this server, an SDK with a server key, or somebody with a public key. */
    source: text().notNull(),
    count: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.environmentId,
        table.flag,
        table.at,
        table.seconds,
        table.flagRevision,
        table.variant,
        table.reason,
        table.detail,
        table.ruleId,
        table.source,
      ],
    }),
    index("evaluation_counts_at_index").on(table.seconds, table.at),
    check("evaluation_counts_seconds_check", sql`${table.seconds} in (60, 3600)`),
    check("evaluation_counts_source_check", sql`${table.source} in ('server', 'sdk', 'client')`),
  ],
);

/** The SDK instances that report, each with what it serves. */
export const sdkInstances = pgTable(
  "sdk_instances",
  {
    environmentId: environmentId(),
    instance: text().notNull(),
    sdkName: text().notNull(),
    sdkVersion: text().notNull(),
    engine: integer().notNull(),
    revision: bigint({ mode: "number" }).notNull(),
    connection: text().notNull(),
    firstSeenAt: timestamp({ withTimezone: true }).notNull(),
    seenAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.environmentId, table.instance] }),
    index("sdk_instances_seen_index").on(table.seenAt),
  ],
);

/** When an instance went from one revision to a later one. */
export const acknowledgements = pgTable(
  "acknowledgements",
  {
    environmentId: environmentId(),
    revision: bigint({ mode: "number" }).notNull(),
    instance: text().notNull(),
    fromRevision: bigint({ mode: "number" }).notNull(),
    /** By this server's clock: when the report came in, less the time that the SDK says has passed since. */
    appliedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.environmentId, table.revision, table.instance] }),
    index("acknowledgements_applied_index").on(table.appliedAt),
  ],
);
