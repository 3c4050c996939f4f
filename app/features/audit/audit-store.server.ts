import { and, asc, desc, eq, gt, gte, inArray, lt, or, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Queryable, Transaction } from "#db/client.server.ts";
import { auditChains, auditEntries, auditValues } from "#db/schema/audit.ts";
import { environments } from "#db/schema/environments.ts";
import type { ErasedPerson } from "#app/platform/eraser.ts";
import type { AuditFilter } from "./audit-filter.ts";

export type AuditRow = typeof auditEntries.$inferSelect;
export type ChainHead = typeof auditChains.$inferSelect;
export type ValueRow = Omit<typeof auditValues.$inferSelect, "words">;
export type NewValue = Omit<typeof auditValues.$inferSelect, "erasedAt">;

/** A statement takes at most 65,535 parameters. */
const rowsAtOnce = 1000;

function* inChunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}

/** Where the chain ends, locked until the end of the transaction; a chain begins with what is given. */
export async function lockChain(tx: Transaction, beginning: ChainHead): Promise<ChainHead> {
  const locked = () => tx.select().from(auditChains).where(eq(auditChains.id, beginning.id)).for("update");
  const [head] = await locked();
  if (head !== undefined) return head;
  await tx.insert(auditChains).values(beginning).onConflictDoNothing();
  const [begun] = await locked();
  return begun ?? beginning;
}

export async function updateChain(tx: Transaction, { id, ...head }: ChainHead): Promise<void> {
  await tx.update(auditChains).set(head).where(eq(auditChains.id, id));
}

export async function findChain(db: Queryable, id: string): Promise<ChainHead | undefined> {
  const [head] = await db.select().from(auditChains).where(eq(auditChains.id, id));
  return head;
}

export async function selectEnvironmentKeys(
  db: Queryable,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: environments.id, key: environments.key })
    .from(environments)
    .where(inArray(environments.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, key }) => [id, key]));
}

const kept = {
  chain: auditValues.chain,
  digest: auditValues.digest,
  kind: auditValues.kind,
  holder: auditValues.holder,
  salt: auditValues.salt,
  value: auditValues.value,
  erasedAt: auditValues.erasedAt,
};

/** Those that are kept already, and have not been erased; none are details, which no two entries share. */
export async function findValues(
  tx: Transaction,
  wanted: readonly Omit<NewValue, "digest" | "salt">[],
): Promise<ValueRow[]> {
  if (wanted.length === 0) return [];
  const each = wanted.map(({ chain, kind, holder, value }) =>
    and(
      eq(auditValues.chain, chain),
      eq(auditValues.kind, kind),
      eq(auditValues.holder, holder),
      sql`md5(${auditValues.value}) = md5(${value})`,
      eq(auditValues.value, value),
      sql`${auditValues.erasedAt} is null`,
    ),
  );
  return tx
    .select(kept)
    .from(auditValues)
    .where(and(sql`${auditValues.kind} <> 'details'`, or(...each)));
}

export async function insertValues(tx: Transaction, values: readonly NewValue[]): Promise<void> {
  for (const rows of inChunks(values)) await tx.insert(auditValues).values(rows);
}

export async function insertAuditEntries(
  tx: Transaction,
  rows: readonly (typeof auditEntries.$inferInsert)[],
): Promise<void> {
  for (const chunk of inChunks(rows)) await tx.insert(auditEntries).values(chunk);
}

export async function selectValues(
  db: Queryable,
  chain: string,
  digests: readonly string[],
): Promise<ValueRow[]> {
  if (digests.length === 0) return [];
  return db
    .select(kept)
    .from(auditValues)
    .where(and(eq(auditValues.chain, chain), inArray(auditValues.digest, [...new Set(digests)])));
}

export interface AuditQuery {
  readonly chain: string;
  readonly filter: AuditFilter;
  /** Entries older than this sequence. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function selectAuditEntries(db: Queryable, query: AuditQuery): Promise<AuditRow[]> {
  const { chain, filter, before, limit } = query;
  return db
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.chain, chain),
        filtered(chain, filter),
        before === undefined ? undefined : lt(auditEntries.sequence, before),
      ),
    )
    .orderBy(desc(auditEntries.sequence))
    .limit(limit);
}

function filtered(chain: string, filter: AuditFilter): SQL | undefined {
  const { actor, action, kind, key, flag, environment, from, to, text } = filter;
  const when = <T>(value: T | undefined, make: (value: T) => SQL | undefined) =>
    value === undefined ? undefined : make(value);
  return and(
    when(actor, (part) => isOfValueWith(auditEntries.actorDigest, { chain, kind: "actor", part })),
    when(action, (name) =>
      name.includes(".")
        ? eq(auditEntries.action, name)
        : and(gte(auditEntries.action, `${name}.`), lt(auditEntries.action, `${name}/`)),
    ),
    when(kind, (name) => eq(auditEntries.subjectKind, name)),
    when(key, (name) =>
      or(
        eq(auditEntries.subjectKey, name),
        isOfValueWith(auditEntries.subjectDigest, { chain, kind: "subject", part: name }),
      ),
    ),
    when(flag, (name) => and(eq(auditEntries.subjectKind, "flag"), eq(auditEntries.subjectKey, name))),
    when(environment, (name) => eq(auditEntries.environment, name)),
    when(from, (time) => gte(auditEntries.at, time)),
    when(to, (time) => lt(auditEntries.at, time)),
    when(text, (part) => isOfValueWith(auditEntries.detailsDigest, { chain, kind: "details", part })),
  );
}

/**
 * One of the digests of values of a kind that hold this part. By `offset 0` they are gathered first: looking at the value
 * of one entry after the other takes long where none is like that.
 */
function isOfValueWith(digest: PgColumn, of: { chain: string; kind: string; part: string }): SQL {
  const pattern = `%${of.part.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`${digest} in (select ${auditValues.digest} from ${auditValues}
    where ${eq(auditValues.chain, of.chain)} and ${eq(auditValues.kind, of.kind)}
    and ${auditValues.words} like ${pattern} offset 0)`;
}

/** The next entries of a chain, oldest first. */
export async function selectChain(
  db: Queryable,
  query: { chain: string; filter: AuditFilter; after: number; limit: number },
): Promise<AuditRow[]> {
  return db
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.chain, query.chain),
        filtered(query.chain, query.filter),
        gt(auditEntries.sequence, query.after),
      ),
    )
    .orderBy(asc(auditEntries.sequence))
    .limit(query.limit);
}

/** Nobody appends to any chain until the end of the transaction. */
export async function lockAllChains(tx: Transaction): Promise<void> {
  await tx.select().from(auditChains).orderBy(asc(auditChains.id)).for("update");
}

/** What somebody holds, and what may tell of them. */
export async function selectValuesOf(
  tx: Transaction,
  { holders, keys, names }: Pick<ErasedPerson, "holders" | "keys" | "names">,
  digests: readonly string[],
): Promise<ValueRow[]> {
  const told = [...keys, ...names].map(
    (word) => sql`strpos(${auditValues.words}, ${word.toLowerCase()}) > 0`,
  );
  const theirs = holders.length === 0 ? [] : [inArray(auditValues.holder, [...holders])];
  return tx
    .select(kept)
    .from(auditValues)
    .where(or(inArray(auditValues.digest, [...digests]), ...theirs, ...told))
    .orderBy(asc(auditValues.chain), asc(auditValues.digest));
}

/** Many in one statement. */
export async function replaceValues(
  tx: Transaction,
  rows: readonly (ValueRow & { readonly words: string })[],
): Promise<void> {
  if (rows.length === 0) return;
  const changed = rows.map(({ chain, digest, holder, salt, value, words, erasedAt }) => ({
    ...{ chain, digest, holder, salt, value, words },
    erased_at: erasedAt?.toISOString(),
  }));
  await tx.execute(sql`
    update ${auditValues} v
    set holder = c.holder, salt = c.salt, value = c.value, words = c.words, erased_at = c.erased_at
    from json_to_recordset(${JSON.stringify(changed)}::json)
      as c (chain uuid, digest text, holder text, salt text, value text, words text, erased_at timestamptz)
    where v.chain = c.chain and v.digest = c.digest`);
}

export async function selectHeld(
  db: Queryable,
  { kind, holder }: { kind: string; holder: string },
): Promise<ValueRow[]> {
  return db
    .select(kept)
    .from(auditValues)
    .where(and(eq(auditValues.kind, kind), eq(auditValues.holder, holder)));
}

/** The words of entries that tell what these holders did with personal tokens. */
export async function selectTokenDetails(tx: Transaction, holders: readonly string[]): Promise<string[]> {
  if (holders.length === 0) return [];
  const rows = await tx
    .select({ digest: auditEntries.detailsDigest })
    .from(auditEntries)
    .innerJoin(
      auditValues,
      and(eq(auditValues.chain, auditEntries.chain), eq(auditValues.digest, auditEntries.actorDigest)),
    )
    .where(and(eq(auditEntries.subjectKind, "token"), inArray(auditValues.holder, [...holders])));
  return rows.map(({ digest }) => digest);
}

export interface AuditFacets {
  readonly actors: readonly string[];
  readonly actions: readonly string[];
  readonly kinds: readonly string[];
}

/** What there is to filter by; each found by going from one value to the next in an index. */
export async function selectFacets(db: Queryable, chain: string): Promise<AuditFacets> {
  const distinct = async (column: "action" | "subject_kind"): Promise<string[]> => {
    const name = sql.identifier(column);
    const rows = await db.execute<{ value: string }>(sql`
      with recursive found as (
        (select ${name} as value from ${auditEntries} where chain = ${chain} order by ${name} limit 1)
        union all
        select (select ${name} from ${auditEntries} where chain = ${chain} and ${name} > found.value
          order by ${name} limit 1) from found where found.value is not null
      )
      select value from found where value is not null`);
    return rows.map(({ value }) => value);
  };
  const [actions, kinds, actors] = await Promise.all([
    distinct("action"),
    distinct("subject_kind"),
    db
      .selectDistinct({ value: auditValues.value })
      .from(auditValues)
      .where(and(eq(auditValues.chain, chain), eq(auditValues.kind, "actor")))
      .limit(500),
  ]);
  return { actions, kinds, actors: actors.map(({ value }) => value) };
}
