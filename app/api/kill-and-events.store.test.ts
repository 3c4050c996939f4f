import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { createEventQueue } from "#app/features/events/event-queue.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import type { Actor, EventIntake } from "#app/platform/context.ts";
import { noLimits } from "#app/platform/rate-limits.fixture.ts";
import { createFront } from "./front.server.ts";
import { createStreamHub } from "./stream-hub.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `kill and events over HTTP${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    const log = pino({ level: "silent" });
    const keys = new Map<string, Extract<Actor, { kind: "key" }>>();
    let server: Server;
    let url: string;
    /** What the server hands events to, for a test to put something else in its place. */
    let intake: EventIntake;

    beforeAll(async () => {
      const project = await storefront(application);
      intake = application.system.events;
      await createFlag(application.system, {
        project,
        key: "banner",
        client: true,
        environments: { production: { on: true, rollout: 50 } },
      });
      const { id: projectId } = await locateProject(application.system, project, "project.read");
      const [production] = await listEnvironments(application.system, { project });
      const key = (
        name: string,
        keyKind: "server" | "client" | "management",
        environmentId: string | null,
      ) => {
        const grants =
          keyKind === "management" ? [{ role: "developer" as const, projectId, environmentId }] : [];
        keys.set(name, {
          kind: "key",
          id: name,
          name,
          keyKind,
          projectId,
          environmentId,
          grants,
          ceiling: grants,
        });
      };
      key("server", "server", production!.id);
      key("client", "client", production!.id);
      key("management", "management", production!.id);
      key("everywhere", "management", null);
      const front = createFront({
        base: { ...application.system, events: { put: (records) => intake.put(records) } },
        keyRing: {
          find: (name) => keys.get(name),
          byId: () => undefined,
          usable: () => true,
          refresh: async () => {},
          loaded: () => true,
        },
        limits: noLimits,
        addressOf: (remote) => remote ?? "",
        publicUrl: "https://flags.example",
        log,
        streams: createStreamHub(),
        actorOfCookie: async () => ({ kind: "anonymous" }),
        plain: {},
      });
      server = createServer((request, response) => void front(request, response)).listen(0, "127.0.0.1");
      await once(server, "listening");
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    afterAll(() => {
      server.close();
      server.closeAllConnections();
    });

    async function send(method: string, path: string, key: string, body?: unknown) {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          origin: "https://shop.example",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Record<string, unknown>,
      };
    }
    const metric = (more: object = {}) => ({
      type: "metric",
      id: randomUUID(),
      event: "order-placed",
      unit: { path: "targetingKey", value: "user-42" },
      ...more,
    });

    test("one call without a body kills, and its undo lifts", async () => {
      const path = "/api/v1/flags/banner/kill";
      const killed = await send("POST", path, "management");
      expect(killed).toMatchObject({ status: 200, body: { killed: true, variant: "off", changed: true } });
      expect(killed.headers.get("etag")).toBe(`"${String(killed.body["version"])}"`);
      expect((await send("POST", path, "management", {})).body).toMatchObject({ changed: false });
      expect((await send("POST", path, "management", { variant: null })).body).toMatchObject({
        variant: null,
        changed: true,
      });
      const lifted = await send("DELETE", `${path}?comment=Repaired`, "management");
      expect(lifted).toMatchObject({ status: 200, body: { killed: false, changed: true } });
    });

    test("a kill refuses a key that evaluates, one of all environments, and what is not a kill", async () => {
      const path = "/api/v1/flags/banner/kill";
      expect(await send("POST", path, "server")).toMatchObject({ status: 403 });
      expect(await send("POST", path, "everywhere")).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "/environment" }] },
      });
      expect(await send("POST", path, "management", { variants: "off" })).toMatchObject({ status: 422 });
      expect(await send("POST", path, "management", { variant: "purple" })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "/variant" }] },
      });
    });

    test("each item of a batch is judged alone, also what is no object at all", async () => {
      const events = [
        metric(),
        { type: "metric" },
        "nonsense",
        metric({ event: "with\0nul" }),
        metric({ unknown: 1 }),
        null,
        metric({ value: 3 }),
      ];
      const { status, body } = await send("POST", "/api/v1/events", "server", { events });
      expect(status).toBe(202);
      expect(body["accepted"]).toBe(2);
      const rejected = body["rejected"] as { index: number; code: string; detail: string }[];
      expect(rejected.map(({ index, code }) => [index, code])).toEqual(
        [1, 2, 3, 4, 5].map((index) => [index, "invalid_item"]),
      );
      expect(rejected[2]?.detail).toBe("/event: This text cannot be stored.");
    });

    test("a batch of more than a thousand items is refused whole, and so is a management key", async () => {
      const events = Array.from({ length: 1001 }, () => metric());
      expect(await send("POST", "/api/v1/events", "server", { events })).toMatchObject({ status: 422 });
      expect(await send("POST", "/api/v1/events", "management", { events: [] })).toMatchObject({
        status: 403,
      });
      const filled = { events: [metric({ unit: { path: "x", value: "y".repeat(1_100_000) } })] };
      expect(await send("POST", "/api/v1/events", "server", filled)).toMatchObject({ status: 413 });
    });

    test("browsers of other sites may report with a client key", async () => {
      const preflight = await fetch(`${url}/api/v1/events`, {
        method: "OPTIONS",
        headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
      });
      expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
      const answer = await send("POST", "/api/v1/events", "client", { events: [metric()] });
      expect(answer).toMatchObject({ status: 202, body: { accepted: 1, rejected: [] } });
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    });

    test("a queue that is full answers 429 with Retry-After at once, and nothing of it is taken", async () => {
      const written: number[] = [];
      let finish = (): void => undefined;
      const queue = createEventQueue({
        log,
        elapsed: () => 0,
        mostItems: 3,
        write: (records) =>
          new Promise((done) => {
            written.push(records.length);
            finish = done;
          }),
      });
      const usual = intake;
      intake = queue;
      try {
        const first = send("POST", "/api/v1/events", "server", { events: [metric(), metric()] });
        await expect.poll(() => written).toEqual([2]);
        const refused = await send("POST", "/api/v1/events", "server", { events: [metric(), metric()] });
        expect(refused).toMatchObject({ status: 429, body: { code: "too_many_requests" } });
        expect(refused.headers.get("retry-after")).toBe("2");
        finish();
        expect(await first).toMatchObject({ status: 202 });
        expect(written).toEqual([2]);
      } finally {
        intake = usual;
      }
    });

    test("propagation is told to those who may read, with times as text", async () => {
      const beat = {
        type: "heartbeat",
        instance: "web-1",
        sdk: { name: "guidon-server-sdk", version: "0.1.0" },
        engine: 1,
        revision: 1,
        connection: "streaming",
      };
      await send("POST", "/api/v1/events", "server", { events: [beat] });
      const me = await send("GET", "/api/v1/me", "management");
      const path = `/api/v1/projects/${String(me.body["project"])}/environments/production/propagation?revision=1`;
      const seen = await send("GET", path, "management");
      expect(seen).toMatchObject({
        status: 200,
        body: { revision: 1, connected: 1, serving: 1, instances: [{ instance: "web-1", current: true }] },
      });
      expect(seen.body["publishedAt"]).toMatch(/Z$/);
      expect(await send("GET", path, "server")).toMatchObject({ status: 403 });
    });
  },
);
