import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import postgres from "postgres";
import { databaseAt } from "#db/test-server.fixture.ts";
import { startPostgres15 } from "../server/suite/postgres15.mjs";

export interface ExternalDatabase {
  /** What a user would set as DATABASE_URL. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Why there is no PostgreSQL beside ours; undefined where there is one. */
export function missingPostgres(): string | undefined {
  if (process.env["GUIDON_TEST_POSTGRES15_URL"] !== undefined) return undefined;
  const skip = process.env["GUIDON_SKIP_POSTGRES15"];
  if (skip !== undefined) return skip;
  return existsSync("/usr/lib/postgresql/15/bin/postgres") ? undefined : "postgresql-15 is not installed";
}

/** An empty database on the suite's PostgreSQL 15, or on one started for the caller alone. */
export async function externalDatabase(): Promise<ExternalDatabase> {
  const shared = process.env["GUIDON_TEST_POSTGRES15_URL"];
  const server = shared === undefined ? await startPostgres15() : { url: shared, async stop() {} };
  const name = `guidon_${randomBytes(6).toString("hex")}`;
  const sql = postgres(server.url, { max: 1, onnotice() {} });
  await sql.unsafe(`create database ${name}`);
  await sql.end();
  return { url: databaseAt(server.url, name) as string, stop: () => server.stop() };
}
