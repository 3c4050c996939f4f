import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { externalDatabase, missingPostgres, type ExternalDatabase } from "./postgres.fixture.ts";
import { missingRedis, unsteadyRedis, type UnsteadyRedis } from "./redis.fixture.ts";
import { becomeOwner, call, startServer, type RunningServer } from "./server.fixture.ts";

const missing = missingPostgres() ?? missingRedis();
const someone = { targetingKey: "user-42", country: "DE" };

describe.skipIf(missing !== undefined)(
  `keys on two processes${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    let database: ExternalDatabase;
    let redis: UnsteadyRedis;
    let servers: [RunningServer, RunningServer];
    let owner: Readonly<Record<string, string>>;
    let client: string;

    beforeAll(async () => {
      [database, redis] = await Promise.all([externalDatabase(), unsteadyRedis()]);
      const env = {
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        TRUSTED_PROXIES: "127.0.0.0/8",
        RATE_LIMIT_CLIENT: "50",
      };
      const first = await startServer({ demo: true, env });
      // Before the second starts: each start offers a link of its own.
      owner = await becomeOwner(first);
      servers = [first, await startServer({ env })];
      client = first.demoKey("client");
    });

    afterAll(async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await Promise.all([redis.stop(), database.stop()]);
    });

    const from = (address: string) => ({ "x-forwarded-for": address });

    test("a client key reaches neither rules, nor flags that are not for clients, nor management", async () => {
      const [server] = servers;
      const send = (path: string, body?: unknown) =>
        call(server, client, { path, body, headers: from("192.0.2.1") });
      const all = await send("/api/v1/evaluate", { all: true, context: someone });
      const { evaluations } = all.body as { evaluations: Record<string, object> };
      const whole = await call(server, server.demoKey("server"), { path: "/api/v1/snapshot" });
      const { flags } = whole.body as { flags: { key: string; client: boolean; rules?: { id: string }[] }[] };
      const forClients = flags.filter((flag) => flag.client).map(({ key }) => key);
      expect(forClients.length).toBeGreaterThan(0);
      expect(forClients.length).toBeLessThan(flags.length);
      expect(Object.keys(evaluations).sort()).toEqual(forClients.sort());
      expect(JSON.stringify(evaluations)).not.toMatch(/"(rules|conditions?|clauses|segments)"/);

      const hidden = flags.find((flag) => !flag.client)!.key;
      expect((await send("/api/v1/evaluate", { flag: hidden, context: someone })).body).toMatchObject({
        evaluations: { [hidden]: { variant: null, errorCode: "FLAG_NOT_FOUND" } },
      });
      expect((await send(`/ofrep/v1/evaluate/flags/${hidden}`, { context: someone })).status).toBe(404);
      const refused = await Promise.all([
        send("/api/v1/evaluate", { all: true, context: someone, explain: true }),
        send("/api/v1/snapshot"),
        send("/api/v1/stream"),
        send("/api/v1/flags"),
        send("/api/v1/flags", { key: "mine" }),
        send("/api/v1/projects/storefront/keys"),
        send("/api/v1/projects/storefront/audit"),
        send("/api/v1/projects/storefront/members"),
      ]);
      expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
    });

    /** A new key, a stream by it on each process, and how long after its revocation both were of no more use. */
    async function revocation(): Promise<{ answeredMs: number; keyMs: number; streamMs: number }> {
      const [first] = servers;
      const created = await fetch(`${first.url}/api/v1/projects/storefront/keys`, {
        method: "POST",
        headers: { ...owner, "content-type": "application/json" },
        body: JSON.stringify({ name: "Short-lived", kind: "server", environment: "production" }),
      });
      expect(created.status).toBe(201);
      const { id, key } = (await created.json()) as { id: string; key: string };
      const status = (server: RunningServer) =>
        call(server, key, { path: "/api/v1/snapshot" }).then((answer) => answer.status);
      await Promise.all(servers.map((server) => until(() => status(server), 200)));
      const streams = await Promise.all(servers.map((server) => openStream(server, key)));

      const begun = performance.now();
      const revoked = await fetch(`${first.url}/api/v1/projects/storefront/keys/${id}`, {
        method: "DELETE",
        headers: owner,
      });
      expect(revoked.status).toBe(204);
      const answeredMs = performance.now() - begun;
      const since = () => performance.now() - begun - answeredMs;
      const [keyMs, streamMs] = await Promise.all([
        Promise.all(servers.map((server) => until(() => status(server), 401).then(since))),
        Promise.all(streams.map((stream) => stream.ended.then(since))),
      ]);
      return { answeredMs, keyMs: Math.max(...keyMs), streamMs: Math.max(...streamMs) };
    }

    test("a revoked key stops within a second on both processes, its streams too", async () => {
      const { keyMs, streamMs } = await revocation();
      expect(keyMs).toBeLessThan(1000);
      expect(streamMs).toBeLessThan(1000);
    });

    test("with the bus down it takes five seconds at most, and nobody waits for the bus", async () => {
      await redis.stop();
      const { answeredMs, keyMs, streamMs } = await revocation();
      expect(answeredMs).toBeLessThan(2000);
      expect(keyMs).toBeLessThan(5000);
      expect(streamMs).toBeLessThan(5000);
      await redis.start();
    });

    test("once the bus is back, so is the second", async () => {
      await sleep(2000);
      const { keyMs, streamMs } = await revocation();
      expect(keyMs).toBeLessThan(1000);
      expect(streamMs).toBeLessThan(1000);
    });

    test("a stranger who exhausts a public key from one address does not stop others", async () => {
      const [server] = servers;
      const ask = (address: string) =>
        call(server, client, {
          path: "/api/v1/evaluate",
          body: { all: true, context: someone },
          headers: from(address),
        });
      const stranger = await fewAtATime(120, () => ask("203.0.113.66"));
      const refused = stranger.filter(({ status }) => status === 429);
      expect(refused.length).toBe(70);
      expect(refused[0]?.body).toMatchObject({ code: "too_many_requests", status: 429 });
      expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(refused[0]?.headers.get("ratelimit-policy")).toBe('"client";q=50;w=10');
      const others = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(`198.51.100.${n + 1}`)));
      expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
      // Nor does one who writes the header of a proxy: what stands before the proxy's own word says nothing.
      expect((await ask("198.51.100.99, 203.0.113.66")).status).toBe(429);
    });

    test("a management key is told what it has left", async () => {
      const [server] = servers;
      const ask = async () => {
        const answer = await call(server, server.demoKey("management"), { path: "/api/v1/me" });
        expect(answer.headers.get("ratelimit-policy")).toBe('"management";q=10000;w=10');
        return Number(/^"management";r=(\d+);t=\d+$/.exec(answer.headers.get("ratelimit") ?? "")?.[1]);
      };
      expect(await ask()).toBeLessThan(10_000);
    });

    test("whoever tries keys or passwords one after the other is kept waiting; those who have a key are not", async () => {
      const [server] = servers;
      const guess = (n: number) =>
        call(server, `gdn_srv_guess${n}`, { path: "/api/v1/snapshot", headers: from("203.0.113.77") });
      const guesses = await fewAtATime(150, guess);
      expect(guesses.filter(({ status }) => status === 429).length).toBe(50);
      const own = await call(server, server.demoKey("server"), {
        path: "/api/v1/snapshot",
        headers: from("203.0.113.77"),
      });
      expect(own.status).toBe(200);

      const signIn = () =>
        fetch(`${server.url}/sign-in`, {
          method: "POST",
          redirect: "manual",
          headers: {
            ...from("203.0.113.88"),
            origin: server.url,
            "content-type": "application/x-www-form-urlencoded",
          },
          body: new URLSearchParams({ email: "owner@storefront.example", password: "a guess" }),
        });
      const statuses: number[] = [];
      for (let n = 0; n < 24; n++) statuses.push((await signIn()).status);
      expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
      expect(statuses.at(-1)).toBe(429);
    });

    /** All at once would be refused as a crowd before anybody looks at their keys. */
    async function fewAtATime<T>(times: number, work: (n: number) => Promise<T>): Promise<T[]> {
      const results: T[] = [];
      for (let n = 0; n < times; n += 10) {
        results.push(...(await Promise.all(Array.from({ length: 10 }, (_, m) => work(n + m)))));
      }
      return results;
    }

    async function until(read: () => Promise<number>, wanted: number): Promise<void> {
      const deadline = performance.now() + 10_000;
      while ((await read()) !== wanted) {
        if (performance.now() > deadline) throw new Error(`It never became ${wanted}.`);
        await sleep(20);
      }
    }

    async function openStream(server: RunningServer, key: string): Promise<{ ended: Promise<void> }> {
      const response = await fetch(`${server.url}/api/v1/stream`, {
        headers: { authorization: `Bearer ${key}` },
      });
      const reader = response.body!.getReader();
      await reader.read();
      const drain = async () => {
        while (!(await reader.read()).done);
      };
      return { ended: drain().catch(() => undefined) };
    }
  },
);
