import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { externalDatabase, missingPostgres, type ExternalDatabase } from "./postgres.fixture.ts";
import { call, startServer, type RunningServer } from "./server.fixture.ts";

const missing = missingPostgres();

describe.skipIf(missing !== undefined)(
  `a database that drops its connections${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    let database: ExternalDatabase;
    let server: RunningServer;

    beforeAll(async () => {
      database = await externalDatabase();
      server = await startServer({ demo: true, env: { DATABASE_URL: database.url } });
    });

    afterAll(async () => {
      await server.stop();
      await database.stop();
    });

    test("in the middle of writes costs those writes an answer of 503, and nothing else", async () => {
      const admin = postgres(database.url, { max: 1, onnotice() {} });
      const statuses = new Map<number, number>();
      let running = true;
      const note = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const write = async (writer: number) => {
        for (let round = 0; running; round++) {
          const answer = await call(server, server.demoKey("management"), {
            method: "PATCH",
            path: "/api/v1/flags/payments-v2",
            headers: { "if-match": "*" },
            body: { description: `written by ${writer} in round ${round}` },
          });
          note(answer.status);
        }
      };
      const evaluate = async () => {
        while (running) {
          const answer = await call(server, server.demoKey("server"), {
            path: "/api/v1/evaluate",
            body: { flag: "payments-v2", context: {} },
          });
          expect(answer.status).toBe(200);
        }
      };
      const work = [1, 2, 3, 4, 5, 6].map(write).concat(evaluate());
      // Often enough to meet connections that have only just been opened.
      for (let kill = 0; kill < 60; kill++) {
        await new Promise((done) => setTimeout(done, 15 + Math.random() * 50));
        await admin`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`;
      }
      running = false;
      await Promise.all(work);
      await admin.end();

      expect(server.process.exitCode).toBeNull();
      expect([...statuses.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
      expect(statuses.get(200)).toBeGreaterThan(0);
      const after = await call(server, server.demoKey("management"), { path: "/api/v1/flags/payments-v2" });
      expect(after.status).toBe(200);
    });
  },
);
