import { sql as statement } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { again } from "./again.server.ts";
import { createLine } from "./line.ts";
import { follow, type Follower, type Listener } from "./follow.server.ts";
import { createBreaker, DatabaseUnavailable, isConnectionLost, isUnreachable } from "./outage.server.ts";
import {
  answered,
  openSession,
  statementsBy,
  transact,
  type DatabaseAddress,
  type OpenTransaction,
} from "./session.server.ts";

export { isBusy, isOutage } from "./outage.server.ts";
export type { DatabaseAddress } from "./session.server.ts";

export type Database = PostgresJsDatabase;
/** What is done in one may be done twice: where it collides with another, it begins again with nothing done. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** Either: what a read takes. Writes ask for a `Transaction`. */
export type Queryable = Database | Transaction;

export interface DatabaseClient {
  readonly db: Database;
  /** Sends `payload` to every process that listens on `channel`, this one included. */
  notify(channel: string, payload: string): Promise<void>;
  /** Listens on a connection of its own that is opened again whenever it is lost. */
  listen(channel: string, listener: Listener): Follower;
  /** Runs in a transaction unless another process is at the same work by that name; then nothing happens. */
  exclusively(name: string, run: (tx: Transaction) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Connections for statements. Transactions leave two of them to others, or all but one where there are so few. */
  readonly pool: number;
  /** How long to wait for one of them, in milliseconds. */
  readonly lineMs?: number;
  /** False while no statement may be sent, such as before the schema is up to date. */
  readonly admits?: () => boolean;
}

const restMs = 500;
/** What runs on connections that are given up may come to its end for so long. */
const drainSeconds = 5;

/** Changes that queue up must not keep anybody from reading what was published. */
const reserved = 2;

/**
 * A pool of connections. Nothing done through it can hang: to wait for a connection, each statement and each lock have
 * limits, kept by PostgreSQL and, for one that is silent, by us. A pool that lost a connection is replaced by a new one,
 * since the driver cannot be trusted with what is left of it. While the database cannot be reached, all but one attempt
 * at a time fail at once, with an error that `isOutage` knows.
 */
export function connect(address: DatabaseAddress, options: ConnectOptions): DatabaseClient {
  const { pool, lineMs = 5000 } = options;
  const open = () => openSession(address, { max: pool, idle_timeout: 300 });
  const breaker = createBreaker(restMs);
  const all = createLine(pool, lineMs);
  const transactions = createLine(Math.max(1, pool - reserved), lineMs);
  let session = open();

  function replace(lost: postgres.Sql): void {
    if (lost !== session) return;
    session = open();
    Object.assign(session.options.parsers, lost.options.parsers);
    Object.assign(session.options.serializers, lost.options.serializers);
    void lost.end({ timeout: drainSeconds });
  }

  async function use<T>(work: (sql: postgres.Sql) => PromiseLike<T>): Promise<T> {
    if (options.admits?.() === false) throw new DatabaseUnavailable("The database is not ready yet.");
    return all.enter(() => attempt(work));
  }

  async function attempt<T>(work: (sql: postgres.Sql) => PromiseLike<T>): Promise<T> {
    breaker.enter();
    const used = session;
    try {
      const result = await work(used);
      breaker.succeeded();
      return result;
    } catch (error) {
      if (isUnreachable(error)) breaker.failed();
      else breaker.succeeded();
      if (isConnectionLost(error)) replace(used);
      throw error;
    }
  }

  /** The part of the driver that drizzle works with. */
  const client = {
    ...statementsBy((statement) => use((sql) => answered(statement(sql)))),
    options: session.options,
    begin: <T>(run: (tx: OpenTransaction) => Promise<T>) =>
      transactions.enter(() => again(() => use((sql) => transact(sql, run)))),
  };
  const db: Database = drizzle({ client: client as unknown as postgres.Sql, casing: "snake_case" });

  return {
    db,
    notify: async (channel, payload) => {
      await client.unsafe("select pg_notify($1, $2)", [channel, payload]).values();
    },
    listen: (channel, listener) =>
      follow(address, channel, {
        ...listener,
        onListen() {
          // Whoever looks up what was missed must not be refused for what failed before.
          breaker.succeeded();
          listener.onListen();
        },
      }),
    exclusively: (name, run) =>
      db.transaction(async (tx) => {
        const lock = statement`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as held`;
        const [row] = await tx.execute<{ held: boolean }>(lock);
        if (row?.held === true) await run(tx);
      }),
    close: () => session.end({ timeout: drainSeconds }),
  };
}

/** The SQLSTATE of a failed statement, wherever drizzle or the driver put it. */
export function sqlState(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof postgres.PostgresError ? cause.code : undefined;
}
