import type { Socket } from "node:net";
import type pg from "pg";

/** Where the database is: an address, or the socket of the embedded server. */
export type DatabaseAddress = string | { host: string; port: number; user: string; database: string };

/** PostgreSQL ends a statement after this; what has not answered a little later is a server that hangs. */
const statementMs = 8000;
const hungMs = 10_000;

/** For each connection: who we are, and how long anything may take. */
export function optionsOf(address: DatabaseAddress): pg.ClientConfig {
  return {
    ...(typeof address === "string" ? { connectionString: address } : address),
    application_name: "guidon",
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    statement_timeout: statementMs,
    lock_timeout: 5000,
    // A process that is stopped in the middle of a change must not keep its locks.
    idle_in_transaction_session_timeout: 5000,
  };
}

/**
 * Statements on one connection, one at a time. One that gets no answer for `limitMs` takes the connection down with it,
 * since nobody knows what is still to come on it.
 */
export function boundedQuery(connection: pg.ClientBase, limitMs = hungMs) {
  let turn: Promise<unknown> = Promise.resolve();
  let hung = false;

  async function run(config: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> {
    const timer = setTimeout(() => {
      hung = true;
      drop(connection, new Error(`Connection terminated: no answer within ${limitMs} ms`));
    }, limitMs);
    try {
      return await connection.query(config, values);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    query(config: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> {
      const answer = turn.then(() => run(config, values));
      turn = answer.catch(() => undefined);
      return answer;
    },
    hung: () => hung,
  };
}

/** Without a goodbye, which a server that hangs would not hear. */
export function drop(connection: pg.ClientBase, error?: Error): void {
  (connection as unknown as { connection: { stream: Socket } }).connection.stream.destroy(error);
}
