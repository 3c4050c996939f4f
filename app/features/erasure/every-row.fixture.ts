import { sql } from "drizzle-orm";
import type { Database } from "#db/client.server.ts";

/** All rows of all tables, as a dump has them. */
export async function everyRow(db: Database): Promise<string> {
  const tables = await db.execute<{ name: string }>(
    sql`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => db.execute<{ row: string }>(sql.raw(`select t::text as row from ${name} t`))),
  );
  return rows.flatMap((each) => each.map(({ row }) => row)).join("\n");
}
