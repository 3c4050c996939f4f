import { drizzle, type NodePgClient, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { follow, type Follower, type Listener } from "./follow.server.ts";
import { createBreaker, DatabaseUnavailable, isOutage } from "./outage.server.ts";
import { boundedQuery, optionsOf, type DatabaseAddress } from "./session.server.ts";

export { isOutage } from "./outage.server.ts";
export type { DatabaseAddress } from "./session.server.ts";

export type Database = NodePgDatabase;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** Either: what a read takes. Writes ask for a `Transaction`. */
export type Queryable = Database | Transaction;

export interface DatabaseClient {
  readonly db: Database;
  /** Sends `payload` to every process that listens on `channel`, this one included. */
  notify(channel: string, payload: string): Promise<void>;
  /** Listens on a connection of its own that is opened again whenever it is lost. */
  listen(channel: string, listener: Listener): Follower;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly pool: number;
  /** False while no statement may be sent, such as before the schema is up to date. */
  readonly admits?: () => boolean;
}

/** drizzle parses JSON itself, and would do so twice with strings. */
pg.types.setTypeParser(pg.types.builtins.JSON, (text) => text);
pg.types.setTypeParser(pg.types.builtins.JSONB, (text) => text);

const restMs = 500;

/**
 * A pool of connections. Nothing done through it can hang: to get a connection, each statement and each lock have
 * limits, kept by PostgreSQL and, for one that is silent, by us. While the database cannot be reached, all but one
 * attempt at a time fail at once, with an error that `isOutage` knows.
 */
export function connect(address: DatabaseAddress, options: ConnectOptions): DatabaseClient {
  const pool = new pg.Pool({ ...optionsOf(address), max: options.pool, idleTimeoutMillis: 300_000 });
  // Lost connections are told to whoever waits on them; without anybody waiting they are no news.
  pool.on("error", () => undefined);
  pool.on("connect", (connection) => connection.on("error", () => undefined));
  const breaker = createBreaker(restMs);

  async function withConnection<T>(work: (query: Query) => Promise<T>): Promise<T> {
    if (options.admits?.() === false) throw new DatabaseUnavailable("The database is not ready yet.");
    breaker.enter();
    let connection: pg.PoolClient;
    try {
      connection = await pool.connect();
    } catch (error) {
      breaker.failed();
      throw error;
    }
    const bounded = boundedQuery(connection);
    let outage: Error | undefined;
    try {
      const result = await work(bounded.query);
      breaker.succeeded();
      return result;
    } catch (error) {
      if (bounded.hung()) breaker.failed();
      else breaker.succeeded();
      if (isOutage(error)) outage = error as Error;
      throw error;
    } finally {
      connection.release(outage);
    }
  }

  const over = (query: Query) =>
    drizzle({ client: { query } as unknown as NodePgClient, casing: "snake_case" });
  const db = over((...statement) => withConnection((query) => query(...statement)));
  // drizzle's own would never give a connection back on which `begin` failed.
  db.transaction = (run, config) => withConnection((query) => over(query).transaction(run, config));

  return {
    db,
    notify: async (channel, payload) => {
      await withConnection((query) => query("select pg_notify($1, $2)", [channel, payload]));
    },
    listen: (channel, listener) =>
      follow(optionsOf(address), channel, {
        ...listener,
        onListen() {
          // Whoever looks up what was missed must not be refused for what failed before.
          breaker.succeeded();
          listener.onListen();
        },
      }),
    close: () => pool.end(),
  };
}

type Query = ReturnType<typeof boundedQuery>["query"];

/** The SQLSTATE of a failed statement, wherever drizzle or the driver put it. */
export function sqlState(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof pg.DatabaseError ? cause.code : undefined;
}
