import { describe, expect, test } from "vitest";
import { z } from "zod";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { createToken } from "#app/features/tokens/create-token.server.ts";
import { createRateLimits } from "#app/platform/rate-limits.server.ts";
import { deprecatedField, operation, type Operation } from "#openapi/operation.ts";
import { contract } from "#openapi/v1/contract.ts";
import { handlers } from "./handlers.server.ts";
import { serve } from "./serve.fixture.ts";

interface Answer {
  readonly next?: string | null;
  readonly [list: string]: unknown;
}

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `the manners of the API${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();

    /** An Owner's token, a project of theirs, and how the API is asked with them. */
    async function shop(change: Parameters<typeof serve>[1] = {}) {
      const project = await storefront(application);
      const { system } = application;
      const { actor } = await addMember(system, {
        ...{ project, name: "Ada", email: `ada-${project}@storefront.example` },
        ...{ role: "owner", password: "a long enough password" },
      });
      const expiresAt = new Date(system.now().getTime() + 3_600_000);
      const { token } = await createToken({ ...system, actor }, { name: "script", expiresAt });
      const url = await serve(application, change);
      const ask = async (path: string, headers: Record<string, string> = {}) => {
        const response = await fetch(`${url}/api/v1/${path}`, {
          headers: { authorization: `Bearer ${token}`, ...headers },
        });
        const text = await response.text();
        const body = (text === "" ? {} : JSON.parse(text)) as Answer;
        return { status: response.status, headers: response.headers, body, size: text.length };
      };
      return { project, token, url, ask };
    }

    type Asked = Awaited<ReturnType<typeof shop>>["ask"];

    async function walk(ask: Asked, path: string, list: string): Promise<string[]> {
      const seen: string[] = [];
      let cursor = "";
      do {
        const { status, body } = await ask(`${path}&limit=2${cursor}`);
        expect(status).toBe(200);
        const rows = body[list] as readonly Record<string, string>[];
        expect(rows.length).toBeLessThanOrEqual(2);
        seen.push(...rows.map((row) => row["key"] ?? row["name"] ?? ""));
        cursor = body.next == null ? "" : `&cursor=${encodeURIComponent(body.next)}`;
      } while (cursor !== "");
      return seen;
    }

    test("every list is paged by a cursor and says where it goes on", () => {
      // A few have an end of their own: what one thing needs, or compares.
      const bounded = ["listFlagDependents", "listSegmentUses", "listAuditKeys"];
      const lists = Object.values<Operation>(contract).filter(({ id }) => /^list[A-Z]/.test(id));
      expect(lists.length).toBeGreaterThan(8);
      for (const { id, query, answers } of lists.filter((each) => !bounded.includes(each.id))) {
        const answer = answers[200]?.schema as z.ZodObject | undefined;
        expect([id, ...Object.keys({ ...query?.shape, ...answer?.shape })]).toEqual(
          expect.arrayContaining(["limit", "cursor", "next"]),
        );
      }
    });

    test("flags come in each order once, whatever changes between two pages", async () => {
      const { project, ask } = await shop();
      for (const key of ["b", "a", "d", "c", "e"]) {
        application.advance(1000);
        await createFlag(application.system, { project, key, name: `Flag ${key.toUpperCase()}` });
      }
      const flags = `projects/${project}/flags`;
      for (const [sort, order] of [
        ["key", "abcde"],
        ["-key", "edcba"],
        ["name", "abcde"],
        ["-createdAt", "ecdab"],
        ["updatedAt", "badce"],
      ] as const)
        expect([sort, ...(await walk(ask, `${flags}?sort=${sort}`, "flags"))]).toEqual([
          sort,
          ...order.split(""),
        ]);

      const first = await ask(`${flags}?sort=key&limit=2`);
      await createFlag(application.system, { project, key: "0-before-all" });
      const next = first.body.next ?? "";
      const second = await ask(`${flags}?sort=key&limit=2&cursor=${encodeURIComponent(next)}`);
      expect((second.body["flags"] as { key: string }[]).map(({ key }) => key)).toEqual(["c", "d"]);
      const foreign = await ask(`${flags}?sort=name&cursor=${encodeURIComponent(next)}`);
      expect(foreign).toMatchObject({ status: 422, body: { errors: [{ pointer: "/cursor" }] } });
    });

    test("a cursor that somebody made up is refused like any other field", async () => {
      const { project, ask } = await shop();
      const made = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
      const list = `projects/${project}`;
      for (const path of [
        `${list}/flags?sort=key&cursor=${made("flags key", "a\0", "b")}`,
        `${list}/flags?cursor=${made("flags -updatedAt", 1e300, "b")}`,
        `${list}/flags?cursor=${made("flags -updatedAt", -8e15, "b")}`,
        `${list}/flags?cursor=${made("flags -updatedAt", 8.64e15, "b")}`,
        ...["", "-1", "1e3", "0x1F", "9007199254740993"].map((cursor) => `${list}/audit?cursor=${cursor}`),
      ])
        expect([path, await ask(path)]).toMatchObject([
          path,
          { status: 422, body: { errors: [{ pointer: "/cursor" }] } },
        ]);
    });

    test("flags are found by what they are", async () => {
      const { project, ask } = await shop();
      const make = (key: string, more: object) => createFlag(application.system, { project, key, ...more });
      await make("plain", {});
      await make("tagged", { tags: ["checkout"], owner: "Growth" });
      await make("public", { client: true, kind: "ops" });
      const found = async (query: string) =>
        ((await ask(`projects/${project}/flags?sort=key&${query}`)).body["flags"] as { key: string }[]).map(
          ({ key }) => key,
        );
      expect(await found("tag=checkout")).toEqual(["tagged"]);
      expect(await found("owner=Growth")).toEqual(["tagged"]);
      expect(await found("client=true&kind=ops")).toEqual(["public"]);
      expect(await found("client=false")).toEqual(["plain", "tagged"]);
      expect(await found("type=string")).toEqual([]);
    });

    test("the other lists are paged, sorted and filtered by the same words", async () => {
      const { project, ask } = await shop();
      expect(await walk(ask, `projects/${project}/environments?`, "environments")).toEqual([
        ...["production", "staging", "development"],
      ]);
      expect(await walk(ask, `projects/${project}/roles?`, "roles")).toEqual([
        ...["viewer", "developer", "maintainer", "admin", "owner"],
      ]);
      expect(await walk(ask, `projects/${project}/members?sort=-name&search=ada`, "members")).toEqual([
        "Ada",
      ]);
      expect(await walk(ask, `projects/${project}/members?role=viewer`, "members")).toEqual([]);
      expect(await walk(ask, `projects?search=${project.toUpperCase()}`, "projects")).toEqual([project]);
      expect(await walk(ask, `projects/${project}/keys?state=usable&sort=name`, "keys")).toEqual([]);
      expect(await ask("projects?sort=colour")).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "/sort" }] },
      });
    });

    test("what was read is not sent again to whoever has it", async () => {
      const { project, ask } = await shop();
      await createFlag(application.system, { project, key: "banner" });
      const paths = ["", "/flags", "/flags/banner", "/environments/staging", "/members", "/roles"];
      for (const path of paths.map((each) => `projects/${project}${each}`)) {
        const first = await ask(path);
        const etag = first.headers.get("etag")!;
        expect(etag).toMatch(/^"[\w.-]+"$/);
        expect(first.headers.get("cache-control")).toBe("private, no-cache");
        const again = await ask(path, { "if-none-match": `"other", ${etag}` });
        expect({ path, ...again }).toMatchObject({ path, status: 304, size: 0 });
        expect(again.headers.get("etag")).toBe(etag);
        expect((await ask(path, { "if-none-match": '"other"' })).status).toBe(200);
      }
      const before = (await ask(`projects/${project}/flags`)).headers.get("etag")!;
      await createFlag(application.system, { project, key: "another" });
      expect((await ask(`projects/${project}/flags`, { "if-none-match": before })).status).toBe(200);
    });

    test("a token is limited like a key, and told what it has left", async () => {
      const limits = createRateLimits({ server: 0, client: 0, management: 3 }, undefined);
      const { ask } = await shop({ services: { limits } });
      const first = await ask("me");
      expect(first.headers.get("ratelimit")).toMatch(/^"management";r=2;t=\d+$/);
      expect(first.headers.get("ratelimit-policy")).toBe('"management";q=3;w=10');
      await ask("me");
      await ask("me");
      const refused = await ask("me");
      expect(refused).toMatchObject({ status: 429, body: { code: "too_many_requests" } });
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    });

    test("what is to go says so: an operation in every answer, a field to whoever sends it", async () => {
      const deprecation = { since: "2026-01-31", sunset: "2027-03-01", instead: "Use getMe." };
      const old = operation({
        ...contract.getMe,
        id: "oldMe",
        path: "/api/v1/old-me",
        deprecated: deprecation,
      });
      const partly = operation({
        ...contract.listProjects,
        id: "partly",
        path: "/api/v1/partly",
        query: contract.listProjects.query.extend({
          old: deprecatedField(z.string().optional(), deprecation),
        }),
      });
      const api = {
        contract: { old, partly },
        handlers: { old: handlers.getMe, partly: handlers.listProjects },
      } as never;
      const { ask, url } = await shop({ api });
      const told = {
        deprecation: "@1769817600",
        sunset: "Mon, 01 Mar 2027 00:00:00 GMT",
        link: '</api/reference>; rel="deprecation"; type="text/html"',
      };
      const said = ({ headers }: { headers: Headers }) => ({
        ...{
          deprecation: headers.get("deprecation"),
          sunset: headers.get("sunset"),
          link: headers.get("link"),
        },
      });
      const silent = { deprecation: null, sunset: null, link: null };
      expect(said(await ask("old-me"))).toEqual(told);
      const refused = await fetch(`${url}/api/v1/old-me`);
      expect([refused.status, said(refused)]).toEqual([401, told]);
      expect(said(await ask("partly"))).toEqual(silent);
      expect(said(await ask("partly?old=1"))).toEqual(told);
    });
  },
);
