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

    test("of two changes that wait for each other one begins again, and both are made", async () => {
      await client.db.execute(sql`create table counters (id int primary key, count int not null)`);
      await client.db.execute(sql`insert into counters values (0, 0), (1, 0)`);
      const locked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
      let begun = 0;
      const change = (own: 0 | 1, other: 0 | 1) =>
        client.db.transaction(async (tx) => {
          begun++;
          await tx.execute(sql`update counters set count = count + 1 where id = ${own}`);
          locked[own].resolve();
          await locked[other].promise;
          await tx.execute(sql`update counters set count = count + 1 where id = ${other}`);
        });
      await Promise.all([change(0, 1), change(1, 0)]);
      expect(begun).toBe(3);
      const rows = await client.db.execute<{ count: number }>(sql`select count from counters`);
      expect(rows.map(({ count }) => count)).toEqual([2, 2]);
    });
  },
);
