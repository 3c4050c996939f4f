import { createClient, type GuidonClient } from "@guidon/server";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { externalDatabase, missingPostgres, type ExternalDatabase } from "./postgres.fixture.ts";
import { call, startServer, type RunningServer } from "./server.fixture.ts";

/** Two hundred SDKs over two processes, a hundred kills; the figures are printed. */
const sdks = 200;
const kills = 100;
const flag = "outbound-email";
const address = `/api/v1/projects/storefront/environments/production/flags/${flag}/kill`;

const missing = missingPostgres();

describe.skipIf(missing !== undefined)(
  `the kill switch over two processes${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    let database: ExternalDatabase;
    let servers: RunningServer[];
    let clients: GuidonClient[] = [];
    let management: string;
    /** Of each client, when it came to each revision. */
    let arrivals: Map<number, number>[];

    beforeAll(async () => {
      database = await externalDatabase();
      // With the polls far away, only a notice can bring anything across.
      const env = { DATABASE_URL: database.url, REVISION_POLL_MS: "60000" };
      const first = await startServer({ demo: true, env });
      servers = [first, await startServer({ env })];
      management = first.demoKey("management");
      const key = first.demoKey("server");
      arrivals = Array.from({ length: sdks }, () => new Map<number, number>());
      clients = arrivals.map((reached, index) => {
        const client = createClient({ url: servers[index % 2]!.url, key, logger: false });
        client.on("change", ({ revision }) => reached.set(revision, performance.now()));
        return client;
      });
      await Promise.all(clients.map((client) => client.ready()));
    });

    afterAll(async () => {
      await Promise.all(clients.map((client) => client.close()));
      await Promise.all(servers.map((server) => server.stop()));
      await database.stop();
    });

    const variantOf = (client: GuidonClient) => client.evaluate(flag, { targetingKey: "user-7" }, null);
    const propagation = async (server: RunningServer) => {
      const path = "/api/v1/projects/storefront/environments/production/propagation";
      const { body } = await call(server, management, { path });
      return body as { revision: number; connected: number; serving: number; lag: Record<string, number> };
    };

    test("from the request to its application in every SDK: p99 under a second", async () => {
      const times: number[] = [];
      for (let round = 0; round < kills; round++) {
        const variant = round % 2 === 0 ? "off" : null;
        const asked = performance.now();
        const answer = await call(servers[round % 2]!, management, { path: address, body: { variant } });
        expect(answer.status).toBe(200);
        const { revision } = answer.body as { revision: number };
        await vi.waitFor(
          () => {
            if (arrivals.some((reached) => !reached.has(revision))) throw new Error("not yet everywhere");
          },
          { timeout: 10_000, interval: 5 },
        );
        for (const reached of arrivals) times.push(reached.get(revision)! - asked);
        for (const client of clients) {
          expect(variantOf(client)).toMatchObject({ variant, detail: "killed" });
        }
        // The reports of one change meet the next.
        await sleep(50);
      }
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]!;
      const [p50, p99, max] = [at(0.5), at(0.99), at(1)];
      process.stdout.write(
        `\nkill, request → applied in ${sdks} SDKs over 2 processes, ${kills} times: ` +
          `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, max ${max.toFixed(0)} ms\n`,
      );
      expect(times).toHaveLength(sdks * kills);
      expect(p99).toBeLessThan(1000);
    });

    test("every process tells that every instance has it, and how long it took", async () => {
      for (const server of servers) {
        await vi.waitFor(
          async () => expect(await propagation(server)).toMatchObject({ connected: sdks, serving: sdks }),
          { timeout: 10_000, interval: 100 },
        );
      }
      const seen = await propagation(servers[1]!);
      expect(seen.lag).toMatchObject({ instances: sdks });
      expect(seen.lag["p99"]).toBeLessThan(1000);
      process.stdout.write(
        `as reported, revision ${seen.revision}: served by ${seen.serving} of ${seen.connected} instances, ` +
          `p50 ${seen.lag["p50"]} ms, p99 ${seen.lag["p99"]} ms\n`,
      );
    });

    test("its undo serves what lies beneath", async () => {
      const lifted = await call(servers[1]!, management, { method: "DELETE", path: address });
      expect(lifted.body).toMatchObject({ killed: false, changed: true });
      await vi.waitFor(
        () => {
          for (const client of clients) expect(variantOf(client)).toMatchObject({ value: true });
        },
        { timeout: 5000, interval: 5 },
      );
    });

    test("who leaves is no longer counted", async () => {
      await Promise.all(clients.slice(0, 50).map((client) => client.close()));
      await vi.waitFor(async () => expect((await propagation(servers[0]!)).connected).toBe(sdks - 50), {
        timeout: 5000,
        interval: 100,
      });
    });
  },
);
