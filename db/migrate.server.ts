import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { boundedQuery, drop, optionsOf, type DatabaseAddress } from "./session.server.ts";

/** Any number that no other program on the same database is likely to lock. */
const migrationLock = 4_711_620_143;

/** A statement of a migration may take this long on a large table. */
const migrationMs = 10 * 60_000;

/**
 * Brings the schema up to date. Processes that start together wait for one another under an advisory lock, so each
 * migration runs once.
 */
export async function migrateDatabase(address: DatabaseAddress, folder: string): Promise<void> {
  const unlimited = { statement_timeout: 0, lock_timeout: 0, idle_in_transaction_session_timeout: 0 };
  const connection = new pg.Client({ ...optionsOf(address), ...unlimited });
  connection.on("error", () => undefined);
  try {
    await connection.connect();
    const { query } = boundedQuery(connection, migrationMs);
    await query("select pg_advisory_lock($1)", [migrationLock]);
    const db = drizzle({ client: { query } as unknown as pg.Client });
    await migrate(db, { migrationsFolder: folder });
    await connection.end();
  } finally {
    drop(connection);
  }
}
