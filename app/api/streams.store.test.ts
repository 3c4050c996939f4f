import { applyChange, type Applied } from "@guidon/engine/documents";
import type { Change, Snapshot } from "@guidon/engine";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { findProject } from "#app/features/access/place-store.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import type { Actor, LiveEnvironment, Snapshots } from "#app/platform/context.ts";
import { noLimits } from "#app/platform/rate-limits.fixture.ts";
import { createFront } from "./front.server.ts";
import { createStreamHub, type StreamHub } from "./stream-hub.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`streams${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  const servers: Server[] = [];
  const actors = new Map<string, Extract<Actor, { kind: "key" }>>();
  let project: string;
  let environmentId: string;
  /** What was served after each of the first publications, oldest first. */
  const history: LiveEnvironment[] = [];

  beforeAll(async () => {
    project = await storefront(application);
    const projectId = (await findProject(application.client.db, project))!.id;
    const [production] = await listEnvironments(application.system, { project });
    environmentId = production!.id;
    for (const keyKind of ["server", "client"] as const) {
      actors.set(keyKind, {
        ...{ kind: "key", id: keyKind, name: keyKind, keyKind, projectId, environmentId },
        ...{ grants: [], ceiling: [] },
      });
    }
    for (const key of ["one", "two", "three"]) await publish(key);
  });
  afterAll(() => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  });

  async function publish(key: string): Promise<void> {
    await createFlag(application.system, {
      project,
      key,
      client: true,
      environments: { production: { on: true } },
    });
    history.push(application.live.get(environmentId)!);
  }

  /** A process of its own, as far as streams can tell: it remembers nothing of what was published before. */
  async function serve(input: { streams?: StreamHub; snapshots?: Snapshots; now?: () => Date } = {}) {
    const streams = input.streams ?? createStreamHub();
    application.live.onSwap(streams.swapped);
    const { snapshots = application.live, now = application.system.now } = input;
    const front = createFront({
      base: { ...application.system, snapshots, now },
      keyRing: {
        find: (key) => actors.get(key),
        byId: (id) => ({ actor: actors.get(id)!, digest: `digest of ${id}` }),
        usable: () => true,
        refresh: async () => {},
        loaded: () => true,
      },
      limits: noLimits,
      addressOf: (remote) => remote ?? "",
      publicUrl: "https://flags.example",
      log: pino({ level: "silent" }),
      streams,
      actorOfToken: async () => undefined,
      actorOfCookie: async () => ({ kind: "anonymous" }),
      plain: {},
    });
    const server = createServer((request, response) => void front(request, response)).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, streams };
  }

  async function open(url: string, headers: Record<string, string>) {
    const response = await fetch(url, { headers });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    return {
      status: response.status,
      headers: response.headers,
      /** What has come, once it holds `part`. */
      async until(part: string): Promise<string> {
        while (!text.includes(part)) {
          const { value, done } = await reader.read();
          if (done) throw new Error(`The stream ended after: ${text}`);
          text += value;
        }
        return text;
      },
      async rest(): Promise<string> {
        for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value;
        return text;
      },
      close: () => reader.cancel(),
    };
  }
  const asServer = { authorization: "Bearer server" };
  const follow = (url: string, from?: number) =>
    open(`${url}/api/v1/stream`, {
      ...asServer,
      ...(from === undefined ? {} : { "last-event-id": String(from) }),
    });
  const changesIn = (text: string): Change[] =>
    [...text.matchAll(/event: change\ndata: (.+)\n/g)].map(([, data]) => JSON.parse(data!) as Change);

  test("a process that remembers nothing resumes from any revision in the log", async () => {
    const { url } = await serve();
    for (const { revision, snapshot } of history.slice(0, -1)) {
      const stream = await follow(url, revision);
      const [change] = changesIn(await stream.until('"checksum"'));
      const applied = applyChange(snapshot, change!) as Extract<Applied, { ok: true }>;
      expect(applied.snapshot).toEqual(application.live.get(environmentId)!.snapshot satisfies Snapshot);
      await stream.close();
    }
  });

  test.each(["0", "999999x", "-1", "1.5"])(
    "gives the whole to a reader that says it is at %s",
    async (last) => {
      const { url } = await serve();
      const stream = await open(`${url}/api/v1/stream`, { ...asServer, "last-event-id": last });
      expect(await stream.until("data: ")).toContain("event: snapshot");
      await stream.close();
    },
  );

  test("a reader ahead of a lagging process waits for it instead of being set back", async () => {
    const [old, newest] = [history[0]!, application.live.get(environmentId)!];
    let present = old;
    const lagging: Snapshots = {
      get: () => present,
      async reach() {
        await new Promise((done) => setTimeout(done, 50));
        return (present = newest);
      },
    };
    const { url } = await serve({ snapshots: lagging });
    const stream = await follow(url, newest.revision);
    expect(await stream.until("\n\n")).toBe("retry: 500\n: current\n\n");
    await stream.close();
  });

  test("a process that cannot catch up refuses for now; where the log itself ends, it serves what there is", async () => {
    const old = history[0]!;
    const stuck: Snapshots = { get: () => old, reach: () => Promise.reject(new Error("no database")) };
    const { url } = await serve({ snapshots: stuck });
    const refused = await follow(url, old.revision + 1);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
    const current = await serve();
    const restored = await follow(current.url, 5000);
    expect(await restored.until("data: ")).toContain("event: snapshot");
    await restored.close();
  });

  test("more streams than a process may hold are told when to come back", async () => {
    const { url } = await serve({ streams: createStreamHub({ mostStreams: 1 }) });
    const first = await follow(url);
    const second = await follow(url);
    expect(second.status).toBe(503);
    expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(0);
    await first.close();
    await expect.poll(async () => (await follow(url)).status).toBe(200);
  });

  test("a stopping process tells its streams a window and ends them", async () => {
    const { url, streams } = await serve();
    const stream = await follow(url, history.at(-1)!.revision);
    await stream.until(": current");
    streams.close();
    expect(await stream.rest()).toMatch(/: current\n\nretry: 500\n\n$/);
  });

  describe("OFREP", () => {
    const bulk = async (
      url: string,
      input: { key?: string; query?: string; etag?: string; body?: string } = {},
    ) => {
      const response = await fetch(`${url}/ofrep/v1/evaluate/flags${input.query ?? ""}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${input.key ?? "client"}`,
          "content-type": "application/json",
          ...(input.etag === undefined ? {} : { "if-none-match": input.etag }),
        },
        body: input.body ?? JSON.stringify({ context: { targetingKey: "a" } }),
      });
      const text = await response.text();
      return {
        status: response.status,
        etag: response.headers.get("etag")!,
        body: (text === "" ? undefined : JSON.parse(text)) as {
          metadata: { revision: number };
          eventStreams: { type: string; url: string }[];
        },
      };
    };

    test("the answer names a stream whose ticket opens notices of changes, and nothing else", async () => {
      const { url } = await serve();
      const { body } = await bulk(url);
      const named = new URL(body.eventStreams[0]!.url);
      expect(named.origin).toBe("https://flags.example");
      const stream = await open(`${url}${named.pathname}${named.search}`, { origin: "https://shop.example" });
      expect(stream.status).toBe(200);
      expect(stream.headers.get("access-control-allow-origin")).toBe("*");
      await stream.until("refetchEvaluation");
      await publish(`heard-of-${body.metadata.revision}`);
      const { revision } = history.at(-1)!;
      expect(await stream.until(`id: ${revision}\n`)).not.toContain("heard-of");
      expect(await stream.until(`"etag":"${revision}"`)).toContain('"type":"refetchEvaluation"');
      await stream.close();
      for (const path of ["/api/v1/stream", "/api/v1/snapshot", "/api/v1/me"])
        expect((await fetch(`${url}${path}${named.search}`)).status).toBeGreaterThanOrEqual(401);
      const forged = named.search.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
      expect((await fetch(`${url}${named.pathname}${forged}`)).status).toBe(401);
      expect((await fetch(`${url}${named.pathname}`)).status).toBe(401);
    });

    test("one address may hold so many streams with a public key, and servers as many as there are", async () => {
      const { url } = await serve({ streams: createStreamHub({ mostPerNetwork: 1 }) });
      const { search } = new URL((await bulk(url)).body.eventStreams[0]!.url);
      const first = await open(`${url}/ofrep/v1/stream${search}`, {});
      const second = await open(`${url}/ofrep/v1/stream${search}`, {});
      expect([first.status, second.status]).toEqual([200, 429]);
      expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(0);
      for (let n = 0; n < 3; n++) expect((await follow(url)).status).toBe(200);
      await first.close();
      await expect.poll(async () => (await open(`${url}/ofrep/v1/stream${search}`, {})).status).toBe(200);
    });

    test("a ticket stays the same for a while and ends within the hour", async () => {
      let time = Date.parse("2026-11-20T10:00:00Z");
      const { url } = await serve({ now: () => new Date(time) });
      const first = (await bulk(url)).body.eventStreams[0]!.url;
      time += 29 * 60_000;
      expect((await bulk(url)).body.eventStreams[0]!.url).toBe(first);
      time += 2 * 60_000;
      expect((await bulk(url)).body.eventStreams[0]!.url).not.toBe(first);
      time += 30 * 60_000;
      expect((await fetch(`${url}/ofrep/v1/stream${new URL(first).search}`)).status).toBe(401);
    });

    test("an unchanged answer is a 304; another context, key, revision or stretch of tickets is not", async () => {
      let time = Date.parse("2026-11-20T10:00:00Z");
      const { url } = await serve({ now: () => new Date(time) });
      const { etag } = await bulk(url);
      expect((await bulk(url, { etag })).status).toBe(304);
      expect((await bulk(url, { etag: `"other", W/${etag}` })).status).toBe(304);
      expect((await bulk(url, { etag, key: "server" })).status).toBe(200);
      expect((await bulk(url, { etag, body: '{"context":{"targetingKey":"b"}}' })).status).toBe(200);
      time += 31 * 60_000;
      expect((await bulk(url, { etag })).status).toBe(200);
      time -= 31 * 60_000;
      await publish(`newer-than-${history.length}`);
      expect((await bulk(url, { etag })).status).toBe(200);
    });

    test("an answer is never older than the state that a notice named", async () => {
      const [old, newest] = [history[0]!, application.live.get(environmentId)!];
      let present = old;
      const reach = async () => (present = newest);
      const { url } = await serve({ snapshots: { get: () => present, reach } });
      expect((await bulk(url, { query: `?flagConfigEtag=${old.revision}` })).body.metadata.revision).toBe(
        old.revision,
      );
      const query = `?flagConfigEtag=${newest.revision}&flagConfigLastModified=1&colour=red`;
      expect((await bulk(url, { query })).body.metadata.revision).toBe(newest.revision);
      const stuck = await serve({
        snapshots: { get: () => old, reach: () => Promise.reject(new Error("down")) },
      });
      expect((await bulk(stuck.url, { query })).status).toBe(503);
      expect((await bulk(stuck.url, { query: "?flagConfigEtag=somebody-else's" })).status).toBe(200);
    });

    test("an instant that another process has passed is waited for", async () => {
      const time = Date.parse("2026-11-20T10:00:00Z");
      const { url } = await serve({ now: () => new Date(time) });
      const { revision } = application.live.get(environmentId)!;
      const before = performance.now();
      expect((await bulk(url, { query: `?flagConfigEtag=${revision}.${time + 80}` })).status).toBe(200);
      expect(performance.now() - before).toBeGreaterThan(75);
      expect((await bulk(url, { query: `?flagConfigEtag=${revision}.${time + 5000}` })).status).toBe(503);
    });
  });
});
