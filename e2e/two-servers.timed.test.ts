import { createClient, type GuidonClient } from "@guidon/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { externalDatabase, missingPostgres, type ExternalDatabase } from "./postgres.fixture.ts";
import { call, startServer, type RunningServer } from "./server.fixture.ts";

const missing = missingPostgres();

describe.skipIf(missing !== undefined)(
  `two processes on one PostgreSQL${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    let database: ExternalDatabase;
    let first: RunningServer;
    let second: RunningServer;
    let client: GuidonClient | undefined;

    beforeAll(async () => {
      database = await externalDatabase();
      // With the polls an hour away, only a notice can bring anything across.
      const env = { DATABASE_URL: database.url, REVISION_POLL_MS: "60000" };
      first = await startServer({ demo: true, env });
      second = await startServer({ env });
    });

    afterAll(async () => {
      await client?.close();
      await Promise.all([first.stop(), second.stop()]);
      await database.stop();
    });

    test("a change through one arrives at an SDK connected to the other", async () => {
      const guidon = createClient({ url: second.url, key: first.demoKey("server") });
      client = guidon;
      await guidon.ready();
      const someone = { targetingKey: "user-7" };
      expect(guidon.isEnabled("outbound-email", someone)).toBe(true);
      const changed = await call(first, first.demoKey("management"), {
        method: "PATCH",
        path: "/api/v1/flags/outbound-email",
        headers: { "if-match": "*" },
        body: { environments: { production: { on: false } } },
      });
      expect(changed.status).toBe(200);
      await vi.waitFor(() => expect(guidon.isEnabled("outbound-email", someone)).toBe(false), {
        timeout: 5000,
        interval: 5,
      });
      expect(guidon.status()).toMatchObject({ state: "streaming", source: "stream" });
    });

    test("processes that start together on an empty database migrate it once", async () => {
      const empty = await externalDatabase();
      const started = await Promise.all(
        [1, 2, 3].map(() => startServer({ env: { DATABASE_URL: empty.url } })),
      );
      for (const server of started) expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      expect(await Promise.all(started.map((server) => server.stop()))).toEqual([0, 0, 0]);
      await empty.stop();
    });
  },
);
