import { createClient } from "@guidon/server";
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
    let management: string;

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
      management = server.demoKey("management");
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

    test("what an SDK evaluates, whom an experiment draws and what they do is there once it is closed", async () => {
      const server = await startServer({ env });
      const changed = await call(server, management, {
        method: "PATCH",
        path: "/api/v1/projects/storefront/environments/production/flags/search-vector-ranking/targeting",
        headers: { "if-match": "*" },
        body: { fallthrough: { split: { experiment: { key: "ranking", phase: 1 } } } },
      });
      expect(changed.status).toBe(200);
      await sql`truncate evaluation_counts, exposures, metric_events`;

      const lost: string[] = [];
      const flags = createClient({ url: server.url, key, onError: ({ message }) => lost.push(message) });
      await flags.ready();
      const served = new Map<string, number>();
      for (let round = 0; round < 2; round++) {
        for (let user = 0; user < 40; user++) {
          const context = { targetingKey: `user-${user}` };
          const { variant } = flags.evaluate("search-vector-ranking", context, false);
          served.set(`${variant}`, (served.get(`${variant}`) ?? 0) + 1);
          if (round > 0) flags.track("search-clicked", context, { value: user });
        }
      }
      await flags.flush();
      flags.isEnabled("outbound-email", { targetingKey: "user-1" });
      await flags.close();

      const counts = await sql`
        select flag, variant, reason, source, sum(count)::int as count from evaluation_counts
        group by 1, 2, 3, 4 order by flag, variant`;
      expect([...counts]).toEqual([
        { flag: "outbound-email", variant: "on", reason: "STATIC", source: "sdk", count: 1 },
        ...["off", "on"].map((variant) => ({
          ...{ flag: "search-vector-ranking", variant, reason: "SPLIT", source: "sdk" },
          count: served.get(variant),
        })),
      ]);
      const exposures = await sql`
        select unit_path, unit_value, experiment_key, experiment_phase, trusted,
          variant = ${flags.evaluate("search-vector-ranking", { targetingKey: "user-7" }, false).variant} as as_served
        from exposures where unit_value = 'user-7'`;
      expect([...exposures]).toEqual([
        {
          ...{ unit_path: "targetingKey", unit_value: "user-7", trusted: true, as_served: true },
          ...{ experiment_key: "ranking", experiment_phase: 1 },
        },
      ]);
      const [joined] = await sql`
        select count(*)::int as units, count(distinct unit_value)::int as users, sum(value)::int as value
        from exposures join metric_events using (environment_id, unit_path, unit_value)`;
      expect(joined).toEqual({ units: 40, users: 40, value: 780 });
      expect(lost).toEqual([]);
      await server.stop();
    });
  },
);
