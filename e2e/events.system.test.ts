import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { externalDatabase, missingPostgres, type ExternalDatabase } from "./postgres.fixture.ts";
import { call, startServer } from "./server.fixture.ts";

const missing = missingPostgres();

describe.skipIf(missing !== undefined)(
  `events and the end of a process${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    let database: ExternalDatabase;
    let sql: postgres.Sql;
    let env: Record<string, string>;
    let key: string;

    beforeAll(async () => {
      database = await externalDatabase();
      sql = postgres(database.url, { max: 1, onnotice() {} });
      env = { DATABASE_URL: database.url };
    });
    afterAll(async () => {
      await sql.end();
      await database.stop();
    });

    test("what was accepted is there although the process is killed at once", async () => {
      const server = await startServer({ demo: true, env });
      key = server.demoKey("server");
      const events = Array.from({ length: 1000 }, () => ({
        type: "metric",
        id: randomUUID(),
        event: "order-placed",
        unit: { path: "targetingKey", value: "user-42" },
      }));
      const answer = await call(server, key, { path: "/api/v1/events", body: { events } });
      await server.kill();
      expect(answer).toMatchObject({ status: 202, body: { accepted: 1000, rejected: [] } });
      expect(await sql`select count(*)::int as written from metric_events`).toEqual([{ written: 1000 }]);
    });

    test("what a process has counted is written when it is stopped", async () => {
      const server = await startServer({ env });
      for (let user = 0; user < 7; user++) {
        const body = { flag: "outbound-email", context: { targetingKey: `user-${user}` } };
        expect((await call(server, key, { path: "/api/v1/evaluate", body })).status).toBe(200);
      }
      expect(await server.stop()).toBe(0);
      const rows = await sql`
        select flag, variant, source, sum(count)::int as count from evaluation_counts group by 1, 2, 3`;
      expect([...rows]).toEqual([{ flag: "outbound-email", variant: "on", source: "server", count: 7 }]);
    });
  },
);
