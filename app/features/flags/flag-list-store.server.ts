import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  ilike,
  inArray,
  isNotNull,
  isNull,
  lt,
  not,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { Queryable } from "#db/client.server.ts";
import { environments } from "#db/schema/environments.ts";
import { flags, targetings } from "#db/schema/flags.ts";
import type { Position } from "#app/platform/cursor.ts";
import type { FlagOrder } from "./flag-order.ts";
import type { FlagFilter, FlagState } from "./flag-query.ts";
import { storedFlag, type StoredFlag } from "./flag-store.server.ts";

export interface FlagQuery extends FlagFilter {
  readonly projectId: string;
  /** What has not been changed since may be stale. */
  readonly quietSince: Date;
  readonly now: Date;
}

export interface ListedRow extends StoredFlag {
  readonly stale: boolean;
}

export interface FlagRange {
  /** Undefined: what fits the search best comes first. */
  readonly order: FlagOrder | undefined;
  /** Only those that come behind it. */
  readonly behind: Position | undefined;
  readonly offset: number | undefined;
  readonly limit: number;
}

export async function selectFlags(db: Queryable, query: FlagQuery, range: FlagRange): Promise<ListedRow[]> {
  const { order, behind } = range;
  const first =
    order === undefined
      ? [asc(fitOf(query.search ?? "")), desc(flags.updatedAt)]
      : [order.descending ? desc(flags[order.by]) : asc(flags[order.by])];
  const rows = await db
    .select({ flag: flags, stale: sql<boolean>`coalesce(${isStale(db, query)}, false)` })
    .from(flags)
    .where(
      and(
        matching(db, query),
        order === undefined || behind === undefined ? undefined : comesBehind(order, behind),
      ),
    )
    .orderBy(...first, asc(flags.key))
    .limit(range.limit)
    .offset(range.offset ?? 0);
  return rows.map(({ flag, stale }) => ({ ...storedFlag(flag), stale }));
}

function comesBehind({ by, descending }: FlagOrder, [first, key]: Position) {
  const value = typeof first === "number" ? new Date(first) : String(first);
  const column = flags[by];
  const further = descending ? lt(column, value) : gt(column, value);
  return or(further, and(eq(column, value), gt(flags.key, String(key))));
}

export async function countFlags(db: Queryable, query: FlagQuery): Promise<number> {
  return db.$count(flags, matching(db, query));
}

export async function selectLiveCount(db: Queryable, projectId: string): Promise<number> {
  return db.$count(flags, and(eq(flags.projectId, projectId), isNull(flags.archivedAt)));
}

export interface DueFlag {
  readonly key: string;
  readonly name: string;
  readonly owner: string | null;
  /** When it is to be removed. */
  readonly dueOn: Date;
}

/** Those that are not archived and to be removed before, the most urgent first. */
export async function selectDueFlags(
  db: Queryable,
  { projectId, before, limit }: { projectId: string; before: Date; limit: number },
): Promise<DueFlag[]> {
  const rows = await db
    .select({ key: flags.key, name: flags.name, owner: flags.owner, dueOn: flags.dueOn })
    .from(flags)
    .where(and(eq(flags.projectId, projectId), isNull(flags.archivedAt), lt(flags.dueOn, before)))
    .orderBy(asc(flags.dueOn), asc(flags.key))
    .limit(limit);
  return rows as DueFlag[];
}

/** In one pass over the flags that are not archived. */
export async function selectSummary(db: Queryable, query: FlagQuery) {
  const [row] = await db
    .select({
      total: sql<number>`count(*)::int`,
      rolling: counted(isInState(db, "rolling", undefined)),
      killed: counted(isInState(db, "killed", undefined)),
      stale: counted(isStale(db, query)),
      expired: counted(lt(flags.dueOn, query.now)),
    })
    .from(flags)
    .where(and(eq(flags.projectId, query.projectId), isNull(flags.archivedAt)));
  if (row === undefined) throw new Error("A count has one row.");
  return row;
}

const counted = (condition: SQL | undefined) => sql<number>`(count(*) filter (where ${condition}))::int`;

/** Every tag and owner of flags that are not archived, with how many have it. */
export async function selectFacets(
  db: Queryable,
  projectId: string,
): Promise<{ readonly kind: "tag" | "owner"; readonly name: string; readonly count: number }[]> {
  const own = sql`from ${flags} where ${flags.projectId} = ${projectId} and ${flags.archivedAt} is null`;
  const rows = await db.execute(sql`
    select 'tag' as kind, tag as name, count(*)::int as count
      from (select unnest(${flags.tags}) as tag ${own}) tags group by tag
    union all
    select 'owner', owner, count(*)::int from (select ${flags.owner} as owner ${own}) owners
      where owner is not null group by owner
    order by kind, name limit 2000`);
  return rows as unknown as { kind: "tag" | "owner"; name: string; count: number }[];
}

function matching(db: Queryable, query: FlagQuery) {
  const { search, kind, type, tag, owner, client, state, lifecycle } = query;
  const like = search === undefined ? undefined : `%${escaped(search)}%`;
  return and(
    eq(flags.projectId, query.projectId),
    query.archived === true ? isNotNull(flags.archivedAt) : isNull(flags.archivedAt),
    kind === undefined ? undefined : eq(flags.kind, kind),
    type === undefined ? undefined : eq(flags.type, type),
    client === undefined ? undefined : eq(flags.client, client),
    tag === undefined ? undefined : sql`${tag} = any(${flags.tags})`,
    owner === undefined ? undefined : eq(flags.owner, owner),
    state === undefined ? undefined : isInState(db, state, query.environment),
    lifecycle === "expired" ? lt(flags.dueOn, query.now) : undefined,
    lifecycle === "stale" ? isStale(db, query) : undefined,
    like === undefined
      ? undefined
      : or(
          ilike(flags.key, like),
          ilike(flags.name, like),
          sql`exists (select 1 from unnest(${flags.tags}) as tag where tag ilike ${like})`,
        ),
  );
}

const isOn = sql`${targetings.targeting} ->> 'on' = 'true'`;
const isKilled = sql`${targetings.targeting} -> 'kill' is not null`;
const isSplit = sql`${targetings.targeting} -> 'fallthrough' -> 'split' is not null`;
const tellsApart = sql`(${isSplit} or json_array_length(${targetings.targeting} -> 'rules') > 0
  or json_array_length(${targetings.targeting} -> 'targets') > 0)`;

const states = {
  killed: isKilled,
  on: and(isOn, not(isKilled)),
  off: and(not(isOn), not(isKilled)),
  rolling: and(isOn, not(isKilled), isSplit),
} satisfies Record<FlagState, unknown>;

function isInState(db: Queryable, state: FlagState, environment: string | undefined) {
  const own = db
    .select({ one: sql`1` })
    .from(targetings)
    .innerJoin(environments, eq(environments.id, targetings.environmentId))
    .where(
      and(
        eq(targetings.flagId, flags.id),
        environment === undefined ? undefined : eq(environments.key, environment),
        states[state],
      ),
    );
  return exists(own);
}

/** What should be temporary, has not been touched for long, and nowhere tells one user from another. */
function isStale(db: Queryable, { quietSince }: Pick<FlagQuery, "quietSince">) {
  const busy = db
    .select({ one: sql`1` })
    .from(targetings)
    .where(and(eq(targetings.flagId, flags.id), or(isKilled, and(isOn, tellsApart))));
  return and(
    inArray(flags.kind, ["release", "experiment"]),
    lt(flags.updatedAt, quietSince),
    not(exists(busy)),
  );
}

/** The thing itself, then what begins so, then what has it anywhere. */
function fitOf(search: string) {
  const start = `${escaped(search)}%`;
  return sql`case
    when lower(${flags.key}) = lower(${search}) or lower(${flags.name}) = lower(${search}) then 0
    when ${flags.key} ilike ${start} or ${flags.name} ilike ${start} then 1
    when ${flags.key} ilike ${`%-${start}`} or ${flags.name} ilike ${`% ${start}`} then 2
    else 3 end`;
}

const escaped = (text: string) => text.replaceAll(/[\\%_]/g, String.raw`\$&`);
