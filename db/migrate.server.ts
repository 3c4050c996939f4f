import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { createPatience } from "./patience.ts";
import { openSession, type DatabaseAddress } from "./session.server.ts";

/** Any number that no other program on the same database is likely to lock. */
export const migrationLock = 4_711_620_143;

/** Waiting for another process and migrating large tables may take this long. */
const migrationMs = 10 * 60_000;

/**
 * Brings the schema up to date. Processes that start together wait for one another under an advisory lock, so each
 * migration runs once.
 */
export async function migrateDatabase(address: DatabaseAddress, folder: string): Promise<void> {
  const sql = openSession(address, {
    max: 1,
    max_lifetime: null,
    connection: { statement_timeout: 0, lock_timeout: 0, idle_in_transaction_session_timeout: 0 },
  });
  const migrateAlone = async () => {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await migrate(drizzle({ client: sql }), { migrationsFolder: folder });
  };
  try {
    await createPatience(migrationMs).waitFor(migrateAlone());
  } finally {
    await sql.end({ timeout: 0 });
  }
}
