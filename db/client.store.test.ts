import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingServer, useApplication } from "#app/application.fixture.ts";
import { connect, isBusy, type DatabaseClient } from "./client.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `connections that are all taken${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    let client: DatabaseClient;

    beforeAll(() => {
      client = connect(application.address, { pool: 4, lineMs: 300 });
    });
    afterAll(() => client.close());

    test("a queue of changes is refused in time, and neither keeps others from reading nor counts as an outage", async () => {
      const change = () => client.db.transaction((tx) => tx.execute(sql`select pg_sleep(1)`));
      const changes = Promise.allSettled(Array.from({ length: 20 }, change));
      for (let time = 0; time < 20; time++) await client.db.execute(sql`select 1`);
      const outcomes = await changes;
      const refused = outcomes.filter((outcome) => outcome.status === "rejected");
      expect(refused).toHaveLength(18);
      expect(refused.every(({ reason }) => isBusy(reason))).toBe(true);
      await client.db.execute(sql`select 1`);
    });
  },
);
