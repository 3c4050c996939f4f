import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@guidon/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { missingPostgres, unsteadyDatabase, type UnsteadyDatabase } from "./postgres.fixture.ts";
import { call, dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

const missing = missingPostgres();
const someone = { targetingKey: "user-42", country: "DE", organization: { plan: "pro" } };

describe.skipIf(missing !== undefined)(
  `evaluation outlives the database${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    let database: UnsteadyDatabase;
    let data: string;
    let server: RunningServer;
    let keys: { server: string; client: string; management: string; revoked: string };

    beforeAll(async () => {
      [database, data] = await Promise.all([unsteadyDatabase(), dataFolder()]);
      server = await startServer({ data, demo: true, env: { DATABASE_URL: database.url } });
      keys = {
        server: server.demoKey("server"),
        client: server.demoKey("client"),
        management: server.demoKey("management"),
        revoked: "gdn_srv_revoked",
      };
    });

    afterAll(async () => {
      await server.stop();
      await database.remove();
      await removeData(data);
    });

    const evaluate = (key = keys.server) =>
      call(server, key, { path: "/api/v1/evaluate", body: { flag: "new-checkout", context: someone } });
    const ofrep = () =>
      call(server, keys.client, { path: "/ofrep/v1/evaluate/flags", body: { context: someone } });
    const snapshot = () => call(server, keys.server, { path: "/api/v1/snapshot" });
    const write = (on: boolean) =>
      call(server, keys.management, {
        method: "PATCH",
        path: "/api/v1/flags/outbound-email",
        headers: { "if-match": "*" },
        body: { environments: { production: { on } } },
      });
    const ready = async () => (await fetch(`${server.url}/readyz`)).status;

    async function refusedWrite(): Promise<number> {
      const begun = performance.now();
      const refused = await write(true);
      expect(refused.status).toBe(503);
      expect(refused.headers.get("retry-after")).toBe("2");
      expect(refused.headers.get("content-type")).toContain("application/problem+json");
      expect(refused.body).toMatchObject({ code: "unavailable" });
      return performance.now() - begun;
    }

    test("a database that is lost while running: evaluation goes on, writes and pages answer 503, and all comes back", async () => {
      expect((await write(false)).status).toBe(200);
      const before = await Promise.all([evaluate(), snapshot()]);
      await database.stop();
      await refusedWrite();
      expect(await refusedWrite()).toBeLessThan(1500);
      const [evaluated, whole] = await Promise.all([evaluate(), snapshot()]);
      expect([evaluated.body, whole.body]).toEqual(before.map(({ body }) => body));
      const page = await fetch(`${server.url}/projects/storefront/flags`, {
        headers: { cookie: "guidon=somebody" },
      });
      expect(page.status).toBe(503);
      expect(page.headers.get("retry-after")).toBe("2");
      expect(await page.text()).toContain("Not available just now");
      await database.start();
      await vi.waitFor(async () => expect((await write(true)).status).toBe(200), {
        timeout: 5000,
        interval: 100,
      });
    });

    test("a restart without the database: everything that SDKs ask for comes from disk", async () => {
      const [evaluated, bulk, whole] = await Promise.all([evaluate(), ofrep(), snapshot()]);
      expect(evaluated.status).toBe(200);
      // The cache is written behind the answer.
      await sleep(500);
      await server.kill();
      await database.stop();
      const begun = performance.now();
      server = await startServer({ data, env: { DATABASE_URL: database.url } });
      expect(performance.now() - begun).toBeLessThan(10_000);

      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      expect(await ready()).toBe(503);
      expect((await evaluate()).body).toEqual(evaluated.body);
      // The address of its stream is another, as the server's is.
      expect((await ofrep()).body).toMatchObject({ flags: (bulk.body as { flags: unknown }).flags });
      const again = await snapshot();
      expect(again.body).toEqual(whole.body);
      expect(again.headers.get("etag")).toBe(whole.headers.get("etag"));
      expect((await evaluate(keys.revoked)).status).toBe(401);
      expect((await call(server, keys.client, { path: "/api/v1/snapshot" })).status).toBe(403);
      expect(await refusedWrite()).toBeLessThan(500);
      await expect(createdFiles()).resolves.toEqual({ folder: 0o700, files: [0o600] });
    });

    test("after the database returns, streams that were opened without it get the next change", async () => {
      await using guidon = createClient({ url: server.url, key: keys.server, logger: false });
      expect(await guidon.ready()).toMatchObject({ ready: true, source: "stream" });
      expect(guidon.isEnabled("outbound-email", someone)).toBe(true);
      await database.start();
      await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 10_000, interval: 50 });
      expect((await write(false)).status).toBe(200);
      await vi.waitFor(() => expect(guidon.isEnabled("outbound-email", someone)).toBe(false), {
        timeout: 1000,
        interval: 5,
      });
    });

    test("a database that hangs: the start does not wait for it, and writes are refused in bounded time", async () => {
      await server.stop();
      await database.signal("SIGSTOP");
      server = await startServer({ data, env: { DATABASE_URL: database.url } });
      expect((await evaluate()).status).toBe(200);
      expect(await refusedWrite()).toBeLessThan(500);
      await database.signal("SIGCONT");
      await vi.waitFor(async () => expect((await write(true)).status).toBe(200), {
        timeout: 15_000,
        interval: 100,
      });

      await database.signal("SIGSTOP");
      expect(await refusedWrite()).toBeLessThan(16_000);
      expect((await evaluate()).status).toBe(200);
      await database.signal("SIGCONT");
      await vi.waitFor(async () => expect((await write(false)).status).toBe(200), {
        timeout: 15_000,
        interval: 100,
      });
    });

    test("without database and cache: alive, not ready, and keys are not called wrong", async () => {
      const empty = await dataFolder();
      await database.stop();
      const lonely = await startServer({ data: empty, env: { DATABASE_URL: database.url } });
      expect((await fetch(`${lonely.url}/healthz`)).status).toBe(200);
      expect((await call(lonely, keys.server, { path: "/api/v1/snapshot" })).status).toBe(503);
      await database.start();
      await vi.waitFor(
        async () => expect((await call(lonely, keys.server, { path: "/api/v1/snapshot" })).status).toBe(200),
        { timeout: 10_000, interval: 50 },
      );
      expect(await lonely.stop()).toBe(0);
      await removeData(empty);
    });

    async function createdFiles() {
      const folder = join(data, "cache");
      const modes = await Promise.all(
        (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).mode & 0o777),
      );
      return { folder: (await stat(folder)).mode & 0o777, files: [...new Set(modes)] };
    }
  },
);
