import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, useApplication } from "#app/application.fixture.ts";
import { migrateDatabase, migrationLock } from "./migrate.server.ts";
import { openSession, type DatabaseAddress } from "./session.server.ts";
import { databaseAt } from "./test-server.fixture.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`migrations${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  let empty: DatabaseAddress;

  async function using<T>(address: DatabaseAddress, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const sql = openSession(address, { max: 1 });
    try {
      return await work(sql);
    } finally {
      await sql.end();
    }
  }

  beforeAll(async () => {
    const name = `guidon_${randomBytes(6).toString("hex")}`;
    await using(application.address, (sql) => sql.unsafe(`create database ${name}`));
    empty = databaseAt(application.address, name);
  });

  test("wait while another process is at it, and each runs once", async () => {
    let done = 0;
    const migrate = () => migrateDatabase(empty, resolve("db/migrations")).then(() => done++);
    const running = await using(empty, async (sql) => {
      await sql`select pg_advisory_lock(${migrationLock})`;
      const both = Promise.all([migrate(), migrate()]);
      await sleep(300);
      expect(done).toBe(0);
      return { both };
    });
    await running.both;
    const [counted] = await using(
      empty,
      (sql) => sql`select count(*)::int as all, count(distinct hash)::int as different
        from drizzle.__drizzle_migrations`,
    );
    expect(counted?.["all"]).toBeGreaterThan(0);
    expect(counted?.["all"]).toBe(counted?.["different"]);
  });
});
