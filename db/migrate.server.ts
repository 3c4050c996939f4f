import { sql } from "drizzle-orm";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { connect, type DatabaseAddress } from "./client.server.ts";

/** Any number that no other program on the same database is likely to lock. */
const migrationLock = 4_711_620_143;

/**
 * Brings the schema up to date. Processes that start together wait for one another under an advisory lock, so each
 * migration runs once.
 */
export async function migrateDatabase(address: DatabaseAddress, folder: string): Promise<void> {
  const client = connect(address, 1);
  try {
    await client.db.execute(sql`set lock_timeout = 0`);
    await client.db.execute(sql`set statement_timeout = 0`);
    await client.db.execute(sql`select pg_advisory_lock(${migrationLock})`);
    await migrate(client.db, { migrationsFolder: folder });
  } finally {
    await client.close();
  }
}
