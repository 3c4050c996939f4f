import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pino } from "pino";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { findProject } from "#app/features/access/place-store.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import type { Actor } from "#app/platform/context.ts";
import { noLimits } from "#app/platform/rate-limits.fixture.ts";
import { createFront } from "./front.server.ts";
import { createStreamHub } from "./stream-hub.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `the API's front${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    let server: Server;
    let url: string;
    let project: string;
    const keys = new Map<string, Extract<Actor, { kind: "key" }>>();

    beforeAll(async () => {
      project = await storefront(application);
      await createFlag(application.system, {
        project,
        key: "dark-mode",
        client: true,
        environments: { production: { on: true } },
      });
      await createFlag(application.system, {
        project,
        key: "secret-plan",
        environments: { production: { on: true } },
      });
      const projectId = (await findProject(application.client.db, project))!.id;
      const [production] = await listEnvironments(application.system, { project });
      for (const keyKind of ["server", "client", "management"] as const) {
        const grants =
          keyKind === "management" ? [{ role: "developer" as const, projectId, environmentId: null }] : [];
        keys.set(keyKind, {
          kind: "key",
          id: keyKind,
          name: keyKind,
          keyKind,
          projectId,
          environmentId: production!.id,
          grants,
          ceiling: grants,
        });
      }
      const front = createFront({
        base: application.system,
        keyRing: {
          find: (key) => keys.get(key),
          byId: (id) => ({ actor: keys.get(id)!, digest: id }),
          usable: () => true,
          refresh: async () => {},
          loaded: () => true,
        },
        limits: noLimits,
        addressOf: (remote) => remote ?? "",
        publicUrl: "https://flags.example",
        log: pino({ level: "silent" }),
        streams: createStreamHub(),
        actorOfCookie: async (cookie) =>
          cookie === "guidon=ada" ? application.as("developer").actor : { kind: "anonymous" },
        plain: {},
      });
      server = createServer((request, response) => {
        if (!front(request, response)) response.writeHead(404).end("a page");
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    afterAll(() => {
      server.close();
      server.closeAllConnections();
    });

    async function send(path: string, init: RequestInit & { key?: string } = {}) {
      const headers = new Headers(init.headers);
      if (init.key !== undefined) headers.set("authorization", `Bearer ${init.key}`);
      if (init.body !== undefined && !headers.has("content-type"))
        headers.set("content-type", "application/json");
      const response = await fetch(url + path, { ...init, headers });
      const text = await response.text();
      const type = response.headers.get("content-type") ?? "";
      return {
        status: response.status,
        headers: response.headers,
        body: (type.includes("json") ? JSON.parse(text) : text) as Record<string, unknown>,
      };
    }
    const post = (path: string, key: string, body: unknown) =>
      send(path, { method: "POST", key, body: typeof body === "string" ? body : JSON.stringify(body) });

    test("every refusal is problem+json with its code and the request's id", async () => {
      const flags = `/api/v1/projects/${project}/flags`;
      const cases: [string, Promise<Awaited<ReturnType<typeof send>>>, number, string][] = [
        ["nothing there", send("/api/v1/nothing"), 404, "not_found"],
        ["wrong method", send("/api/v1/evaluate", { key: "server" }), 405, "method_not_allowed"],
        ["no key", post("/api/v1/evaluate", "", { flag: "x", context: {} }), 401, "sign_in_required"],
        ["unknown key", post("/api/v1/evaluate", "gdn_srv_nope", {}), 401, "invalid_key"],
        ["wrong kind of key", post(flags, "server", { key: "x" }), 403, "not_permitted"],
        ["not JSON", post(flags, "management", "{"), 400, "malformed_request"],
        ["empty", post(flags, "management", ""), 400, "malformed_request"],
        [
          "form",
          send(flags, {
            method: "POST",
            key: "management",
            body: "a=b",
            headers: { "content-type": "application/x-www-form-urlencoded" },
          }),
          415,
          "unsupported_media_type",
        ],
        [
          "too large",
          post("/api/v1/evaluate", "server", { flag: "x", context: { a: "x".repeat(300_000) } }),
          413,
          "body_too_large",
        ],
        ["unknown field", post(flags, "management", { key: "x", colour: "red" }), 422, "invalid_input"],
        ["NUL", post(flags, "management", { key: "x", name: "a\0b" }), 422, "invalid_input"],
        [
          "half a pair",
          post(flags, "management", String.raw`{"key":"x","name":"\ud800"}`),
          422,
          "invalid_input",
        ],
        [
          "impossible path",
          send(`/api/v1/projects/${project}/flags/%00`, { key: "management" }),
          404,
          "not_found",
        ],
        ["unknown query", send(`${flags}?colour=red`, { key: "management" }), 422, "invalid_input"],
        ["NUL in query", send(`${flags}?search=%00`, { key: "management" }), 422, "invalid_input"],
        [
          "no version",
          send(`${flags}/dark-mode`, { method: "PATCH", key: "management", body: "{}" }),
          428,
          "version_required",
        ],
        ["foreign project", send("/api/v1/projects/other/flags", { key: "management" }), 404, "not_found"],
        [
          "two choices",
          post("/api/v1/evaluate", "server", { flag: "a", all: true, context: {} }),
          422,
          "invalid_input",
        ],
        [
          "deep",
          post(
            flags,
            "management",
            `{"key":"x","variants":[{"key":"v","value":${"[".repeat(200)}${"]".repeat(200)}}]}`,
          ),
          422,
          "invalid_input",
        ],
      ];
      for (const [name, answer, status, code] of cases) {
        const { status: got, headers, body } = await answer;
        expect({ name, status: got, code: body["code"] }).toEqual({ name, status, code });
        expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
        expect(body["requestId"]).toBe(headers.get("x-request-id"));
      }
    });

    test("a wrong field is told with its JSON Pointer", async () => {
      const { body } = await post(`/api/v1/projects/${project}/flags`, "management", {
        key: "x",
        variants: [{ key: "not a key", value: 1 }],
      });
      expect(body["errors"]).toEqual([
        { pointer: "/variants/0/key", message: expect.stringContaining("A key begins") },
      ]);
    });

    test("a merge patch turns a split into a variant, takes the off variant away, and brings in nothing unknown", async () => {
      const path = `/api/v1/projects/${project}/environments/production/flags/dark-mode/targeting`;
      const patch = (body: unknown) =>
        send(path, {
          method: "PATCH",
          key: "management",
          body: JSON.stringify(body),
          headers: { "if-match": "*" },
        });
      const split = { by: ["targetingKey"], seed: 1, slices: [["on", 0, 100_000]] };
      expect((await patch({ fallthrough: { variant: null, split } })).status).toBe(200);
      const { body } = await patch({ fallthrough: { split: null, variant: "on" }, offVariant: null });
      expect(body["targeting"]).toMatchObject({ fallthrough: { variant: "on" }, offVariant: null });
      for (const wrong of [
        { rules: [null] },
        { rules: [{}] },
        { targets: [null] },
        { prerequisites: [{ flag: "x" }] },
        { fallthrough: { variant: null } },
        { fallthrough: { zork: 1 } },
        { rules: [{ id: "a", when: null, serve: { variant: "on" } }] },
      ]) {
        const refused = await patch(wrong);
        expect({ wrong, status: refused.status }).toEqual({ wrong, status: 422 });
        expect(refused.body["errors"]).not.toEqual([]);
      }
    });

    test("what is nested too deeply is refused by everything that takes a body", async () => {
      const deep = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
      const evaluated = await post("/api/v1/evaluate", "client", `{"flag":"dark-mode","context":${deep}}`);
      expect(evaluated.status).toBe(422);
      expect((await post("/ofrep/v1/evaluate/flags", "client", `{"context":${deep}}`)).status).toBe(422);
      expect(
        (await post("/api/v1/flags", "management", String.raw`{"key":"x","name":"a\u0000b"}`)).status,
      ).toBe(422);
    });

    test("a short request id of the caller comes back, a strange one does not", async () => {
      const short = await send("/api/v1/nothing", { headers: { "x-request-id": "abc-1" } });
      const strange = await send("/api/v1/nothing", { headers: { "x-request-id": "x".repeat(500) } });
      expect(short.body["requestId"]).toBe("abc-1");
      expect(strange.body["requestId"]).not.toContain("xxx");
    });

    test("a client key sees only flags for clients, and no explanation", async () => {
      const all = await post("/api/v1/evaluate", "client", { all: true, context: {} });
      expect(Object.keys(all.body["evaluations"] as object)).toEqual(["dark-mode"]);
      const one = await post("/api/v1/evaluate", "client", { flag: "secret-plan", context: {} });
      expect(one.body["evaluations"]).toMatchObject({ "secret-plan": { errorCode: "FLAG_NOT_FOUND" } });
      const why = await post("/api/v1/evaluate", "client", { flag: "dark-mode", context: {}, explain: true });
      expect(why.status).toBe(403);
      expect((await send("/api/v1/snapshot", { key: "client" })).status).toBe(403);
      expect((await send("/api/v1/stream", { key: "client" })).status).toBe(403);
    });

    test("an unchanged snapshot and an unchanged bulk evaluation answer 304", async () => {
      const snapshot = await send("/api/v1/snapshot", { key: "server" });
      const again = await send("/api/v1/snapshot", {
        key: "server",
        headers: { "if-none-match": snapshot.headers.get("etag")! },
      });
      expect(again.status).toBe(304);
      const body = JSON.stringify({ context: { targetingKey: "a" } });
      const bulk = await send("/ofrep/v1/evaluate/flags", { method: "POST", key: "client", body });
      const etag = bulk.headers.get("etag")!;
      const same = await send("/ofrep/v1/evaluate/flags", {
        method: "POST",
        key: "client",
        body,
        headers: { "if-none-match": etag },
      });
      expect(same.status).toBe(304);
    });

    test("a browser's session may read, and change only from our own pages", async () => {
      const flags = `/api/v1/projects/${project}/flags`;
      const cookie = "guidon=ada";
      expect((await send(flags, { headers: { cookie } })).status).toBe(200);
      expect((await send(flags, { headers: { cookie: "guidon=nobody" } })).status).toBe(401);
      const create = (origin: string, key: string) =>
        send(flags, { method: "POST", body: JSON.stringify({ key }), headers: { cookie, origin } });
      expect((await create("https://evil.example", "by-evil")).body["code"]).toBe("foreign_origin");
      expect((await create("null", "by-null")).body["code"]).toBe("foreign_origin");
      expect((await create("https://flags.example", "by-us")).status).toBe(201);
      // No session evaluates: cookies are never a way in for other sites' scripts.
      expect(
        (await send("/api/v1/evaluate", { method: "POST", body: "{}", headers: { cookie } })).status,
      ).toBe(401);
    });

    test("browsers on other sites may evaluate with a key, and nothing else", async () => {
      const preflight = (path: string) =>
        send(path, {
          method: "OPTIONS",
          headers: { origin: "https://shop.example", "access-control-request-method": "POST" },
        });
      expect((await preflight("/ofrep/v1/evaluate/flags")).headers.get("access-control-allow-origin")).toBe(
        "*",
      );
      expect((await preflight("/api/v1/flags")).headers.get("access-control-allow-origin")).toBeNull();
    });

    test("a stream brings the snapshot, then a change, and resumes from a revision that it knows", async () => {
      const controller = new AbortController();
      const response = await fetch(`${url}/api/v1/stream`, {
        headers: { authorization: "Bearer server" },
        signal: controller.signal,
      });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      const first = (await reader.read()).value!;
      expect(first).toMatch(/^retry: 500\nid: \d+\nevent: snapshot\ndata: \{"format":1/);
      controller.abort();
      const revision = /^id: (\d+)/m.exec(first)![1]!;
      const resumed = await fetch(`${url}/api/v1/stream`, {
        headers: { authorization: "Bearer server", "last-event-id": revision },
      });
      const next = resumed.body!.pipeThrough(new TextDecoderStream()).getReader();
      expect((await next.read()).value).toBe("retry: 500\n: current\n\n");
      await next.cancel();
    });
  },
);
