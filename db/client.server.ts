import { sql as statement } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

export type Database = PostgresJsDatabase<Record<string, never>>;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** Either: what a read takes. Writes ask for a `Transaction`. */
export type Queryable = Database | Transaction;

/** Where the database is: an address, or the socket of the embedded server. */
export type DatabaseAddress = string | { host: string; port: number; user: string; database: string };

export interface DatabaseClient {
  readonly db: Database;
  /** Sends `payload` to every process that listens on `channel`, this one included. */
  notify(channel: string, payload: string): Promise<void>;
  /**
   * Listens on a connection of its own that is opened again whenever it is lost; `onListen` runs after each
   * (re)connection, when notices may have been missed.
   */
  listen(
    channel: string,
    onNotice: (payload: string) => void,
    onListen: () => void,
  ): Promise<{ unlisten(): Promise<void> }>;
  /** Runs in a transaction unless another process is at the same work by that name; then nothing happens. */
  exclusively(name: string, run: (tx: Transaction) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export function connect(address: DatabaseAddress, pool: number): DatabaseClient {
  const options = {
    max: pool,
    connect_timeout: 5,
    idle_timeout: 300,
    onnotice() {},
    connection: { application_name: "guidon", statement_timeout: 15_000, lock_timeout: 10_000 },
  };
  const sql = typeof address === "string" ? postgres(address, options) : postgres({ ...address, ...options });
  const db: Database = drizzle(sql, { casing: "snake_case" });
  return {
    db,
    notify: async (channel, payload) => {
      await sql.notify(channel, payload);
    },
    listen: (channel, onNotice, onListen) => sql.listen(channel, onNotice, onListen),
    exclusively: (name, run) =>
      db.transaction(async (tx) => {
        const lock = statement`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as held`;
        const [row] = await tx.execute<{ held: boolean }>(lock);
        if (row?.held === true) await run(tx);
      }),
    close: () => sql.end({ timeout: 5 }),
  };
}

/** The SQLSTATE of a failed statement, wherever drizzle or the driver put it. */
export function sqlState(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof postgres.PostgresError ? cause.code : undefined;
}

/** Connection errors of the driver and of the system, and a server that is starting, stopping or out of connections. */
const unreachable =
  /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|57P0|08|53300)/;

/** True where a statement failed because the database was not there, rather than for what it said. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === "string" && unreachable.test(code)) || isUnreachable(error.cause);
}
