import { sql } from "drizzle-orm";
import { bigint, index, json, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Where each chain of entries ends; its row is the lock that orders all appending to it. */
export const auditChains = pgTable("audit_chains", {
  /** The project's id, also when the project is gone; all zeros for what belongs to no project. */
  id: uuid().primaryKey(),
  /** Of the last entry. */
  sequence: bigint({ mode: "number" }).notNull(),
  hash: text().notNull(),
});

/** Append-only; refers to nothing, so that an entry outlives what it tells about. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    chain: uuid().notNull(),
    /** 1, 2, 3 … without gaps. */
    sequence: bigint({ mode: "number" }).notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    /** The use case, noun first: `flag.created`, `targeting.changed`. */
    action: text().notNull(),
    /** The key that the environment had. */
    environment: text(),
    subjectKind: text().notNull(),
    /** Null where the key is personal. */
    subjectKey: text(),
    actorKind: text().notNull(),
    requestId: text(),
    traceId: text(),
    /** The digests of what stands in `audit_values`. */
    actorDigest: text().notNull(),
    originDigest: text().notNull(),
    detailsDigest: text().notNull(),
    subjectDigest: text(),
    /** Only in the entry of an erasure: what was erased, and what stands in its place. */
    erased: json(),
    /** The hash of the entry before. */
    previous: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chain, table.sequence] }),
    // Without the sequence, entries that are alike share one place in the index: a few bytes each instead of a hundred.
    index("audit_entries_about_index").on(table.chain, table.subjectKind, table.subjectKey),
    index("audit_entries_done_index").on(table.chain, table.action),
    index("audit_entries_by_index").on(table.chain, table.actorDigest),
    // Entries lie in the order of their times.
    index("audit_entries_time_index").using("brin", table.at),
  ],
);

/** What entries commit to by a digest, so that it can be erased: who, from where, and the words. */
export const auditValues = pgTable(
  "audit_values",
  {
    chain: uuid().notNull(),
    /** What the chain commits to: of salt and value, until they are erased. */
    digest: text().notNull(),
    /** `actor`, `origin`, `details` or `subject`. */
    kind: text().notNull(),
    /** Whose it is: `user:` or `key:` and an id; empty where that is not known. */
    holder: text().notNull(),
    salt: text().notNull(),
    /** RFC 8785 text. After an erasure, what stands in its place. */
    value: text().notNull(),
    /** The same in lower case and without its form: what searching looks through. */
    words: text().notNull(),
    erasedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.chain, table.digest] }),
    // What an entry says is its own; who acts and from where is found again.
    index("audit_values_shared_index")
      .on(table.chain, table.kind, table.holder, sql`md5(${table.value})`)
      .where(sql`${table.kind} <> 'details'`),
  ],
);

/** Keys by which checkpoints are signed; those that signed once stay, to be verified with. */
export const auditKeys = pgTable("audit_keys", {
  /** The beginning of the digest of the public key. */
  id: text().primaryKey(),
  /** Ed25519, its 32 bytes in base64url. */
  publicKey: text().notNull(),
  /** The private key, encrypted. */
  secret: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
});
