import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { findProject } from "#app/features/access/place-store.server.ts";
import { can } from "#app/features/access/can.ts";
import { grantOf, roles } from "#app/features/access/roles.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import type { Actor, Grant } from "#app/platform/context.ts";
import { noLimits } from "#app/platform/rate-limits.fixture.ts";
import type { Operation } from "#openapi/operation.ts";
import { contract, type OperationId } from "#openapi/v1/contract.ts";
import { accessRules, type AccessRule } from "./access-rules.fixture.ts";
import { createFront } from "./front.server.ts";
import { createStreamHub } from "./stream-hub.server.ts";

/** Confirmed by another key: whoever may is refused for that, and the place stays for the other questions. */
const queries: Partial<Record<OperationId, Readonly<Record<string, string>>>> = {
  deleteProject: { confirm: "another" },
  deleteEnvironment: { confirm: "another" },
  removePerson: { confirm: "another" },
};

/** Bodies that are right as far as they go: what is looked at is whether anybody gets as far as the use case. */
const bodies: Partial<Record<OperationId, unknown>> = {
  createProject: { key: "new-project", name: "New" },
  inviteMember: { email: "new@storefront.example", role: "viewer" },
  updateProject: { name: "Another" },
  createEnvironment: { key: "another", name: "Another" },
  updateEnvironment: { name: "Another" },
  setMemberRoles: { roles: [{ role: "viewer" }] },
  saveRole: { name: "Reader", permissions: ["project.read"] },
  createApiKey: { name: "Key", kind: "server", environment: "staging" },
  createToken: { name: "Token", expiresAt: "2026-12-01T00:00:00Z" },
  confirmTwoFactor: { code: "123456" },
  removeTwoFactor: { code: "123456" },
  renewRecoveryCodes: {},
  giveSecondFactor: { code: "123456" },
  setSso: {
    ...{ name: "Company", issuer: "https://id.example", clientId: "guidon", clientSecret: "secret" },
    ...{ scopes: [], groupsClaim: "groups", domains: [], createsAccounts: false, roleMapping: [] },
  },
  changeFlags: { changes: [{ flag: "dark-mode", version: "*", addTags: ["new"] }] },
  duplicateFlag: { key: "copied" },
  erasePerson: { keys: ["nobody-here"], confirm: "nobody-here" },
  deleteFlag: { confirm: "dark-mode" },
  setRolloutHere: contract.setRollout.example.body,
  copyTargeting: { to: "production" },
  copySegment: { to: "production" },
  promoteFlags: { to: "production", flags: [{ flag: "dark-mode", version: "*" }] },
  updateFlag: { description: "Another" },
  createLayer: { key: "layer" },
  createFlagHere: { key: "made-here" },
  updateFlagHere: { description: "Another" },
};

interface Refusal {
  readonly code: string;
  readonly detail?: string;
}

interface Place {
  readonly project: string;
  readonly projectId: string;
  readonly environment: string;
  readonly environmentId: string;
}

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `who may do what${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    const actors = new Map<string, Actor>();
    let places: Readonly<Record<"own" | "other environment" | "foreign", Place>>;
    let server: Server;
    let url: string;

    beforeAll(async () => {
      const placeIn = async (project: string, environment: string): Promise<Place> => {
        const found = await findProject(application.client.db, project);
        const there = await listEnvironments(application.system, { project });
        const environmentId = there.find(({ key }) => key === environment)!.id;
        return { project, projectId: found!.id, environment, environmentId };
      };
      const [shop, foreign] = [await storefront(application), await storefront(application)];
      places = {
        own: await placeIn(shop, "staging"),
        "other environment": await placeIn(shop, "production"),
        foreign: await placeIn(foreign, "staging"),
      };
      const { projectId, environmentId } = places.own;
      for (const project of [shop, foreign])
        await createFlag(application.system, { project, key: "dark-mode" });

      const whole = { projectId, environmentId: null };
      const person = async (name: string, grants: readonly Grant[]) => {
        const { actor } = await addMember(application.system, {
          project: shop,
          name,
          email: `${name.replaceAll(" ", "-")}@storefront.example`,
          role: "viewer",
          password: "a long enough password",
        });
        actors.set(name, {
          ...actor,
          sessionId: randomUUID(),
          secondFactorAt: application.system.now(),
          grants,
        });
      };
      for (const role of roles) await person(role, [grantOf(role, whole)]);
      await person("owner of all", [grantOf("owner", { projectId: null, environmentId: null })]);
      await person("developer of one environment", [
        grantOf("viewer", whole),
        grantOf("developer", { projectId, environmentId }),
      ]);
      const reader: Grant = {
        role: "reader",
        permissions: ["project.read", "flag.read", "targeting.write"],
        ...whole,
      };
      await person("custom role", [reader]);
      const key = (
        name: string,
        keyKind: "server" | "client" | "management",
        grants: readonly Grant[],
        at: string | null,
      ) =>
        actors.set(name, {
          ...{ kind: "key", id: randomUUID(), name, keyKind, projectId, environmentId: at },
          ...{ grants, ceiling: grants },
        });
      key("server key", "server", [], environmentId);
      key("client key", "client", [], environmentId);
      key("management key", "management", [grantOf("admin", whole)], null);
      key(
        "management key of one environment",
        "management",
        [grantOf("developer", { projectId, environmentId })],
        environmentId,
      );
      const admin = grantOf("admin", whole);
      actors.set("management key of somebody demoted", {
        ...{
          kind: "key",
          id: randomUUID(),
          name: "demoted",
          keyKind: "management",
          projectId,
          environmentId,
        },
        ...{ grants: [admin], ceiling: [grantOf("viewer", whole)] },
      });
      const { id: userId, name: userName } = actors.get("developer") as Extract<Actor, { kind: "user" }>;
      actors.set("personal token", {
        ...{ kind: "token", id: randomUUID(), name: "script", userId, userName },
        grants: [grantOf("developer", whole)],
      });
      await application.live.refresh();

      const byName = (name: string) => actors.get(decodeURIComponent(name));
      const front = createFront({
        base: application.system,
        keyRing: {
          find: (name) => {
            const actor = byName(name);
            return actor?.kind === "key" ? actor : undefined;
          },
          byId: () => undefined,
          usable: () => true,
          refresh: async () => {},
          loaded: () => true,
        },
        limits: noLimits,
        addressOf: (remote) => remote ?? "",
        publicUrl: "http://guidon.example",
        log: pino({ level: "silent" }),
        streams: createStreamHub(),
        actorOfToken: async (token) => {
          const actor = byName(token.replace("gdn_pat_", ""));
          return actor?.kind === "token" ? actor : undefined;
        },
        actorOfCookie: async (cookie) => byName(cookie.replace("guidon=", "")) ?? { kind: "anonymous" },
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

    /** The status, and whether the request was let in: what it then finds missing, or wrong, is another matter. */
    async function ask(
      id: OperationId,
      who: string,
      place: Place,
    ): Promise<{ status: number; let: boolean }> {
      const operation: Operation = contract[id];
      const names: Record<string, string> = {
        ...{ project: place.project, environment: place.environment },
        ...{
          flag: "dark-mode",
          key: id.startsWith("ofrep") ? "dark-mode" : randomUUID(),
          role: "reader",
          list: "included",
        },
      };
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? randomUUID());
      const body = bodies[id] ?? operation.example?.body;
      const headers = new Headers({ origin: "http://guidon.example", "if-match": '"0"' });
      if (body !== undefined) headers.set("content-type", "application/json");
      const actor = actors.get(who);
      const name = encodeURIComponent(who);
      if (actor?.kind === "user") headers.set("cookie", `guidon=${name}`);
      if (actor?.kind === "key") headers.set("authorization", `Bearer ${name}`);
      if (actor?.kind === "token") headers.set("authorization", `Bearer gdn_pat_${name}`);
      const query = new URLSearchParams(queries[id] ?? operation.example?.query).toString();
      const response = await fetch(`${url}${path}${query === "" ? "" : `?${query}`}`, {
        method: operation.method.toUpperCase(),
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const { status } = response;
      const refusal = status === 403 || status === 404 ? ((await response.json()) as Refusal) : undefined;
      await response.body?.cancel().catch(() => undefined);
      const hidden = refusal?.detail?.includes("you may not see it") === true;
      return { status, let: status !== 401 && refusal?.code !== "not_permitted" && !hidden };
    }

    function mayDo(id: OperationId, actor: Actor | undefined, place: Place): boolean {
      if (actor === undefined || actor.kind === "anonymous" || actor.kind === "system") return false;
      const credential =
        { user: "session", token: "token", key: "" }[actor.kind] || (actor as { keyKind: string }).keyKind;
      if (!contract[id].credentials.some((each) => each === credential)) return false;
      const rule: AccessRule = accessRules[id];
      if (rule.needs === "credential") return true;
      if (rule.needs === "evaluation") {
        if (actor.kind !== "key") return false;
        if (actor.keyKind !== "management") return true;
        const { projectId, environmentId } = actor;
        return environmentId !== null && can(actor, "evaluation.explain", { projectId, environmentId });
      }
      const { projectId, environmentId } = place;
      if (rule.in === "installation") return can(actor, rule.needs, { projectId: null });
      if (rule.and !== undefined && !can(actor, rule.and, { projectId })) return false;
      const production = projectId === places.foreign.projectId ? undefined : places["other environment"];
      const written = rule.in === "target" ? (production?.environmentId ?? "theirs") : environmentId;
      return can(
        actor,
        rule.needs,
        rule.in === "project" ? { projectId } : { projectId, environmentId: written },
      );
    }

    const operations = Object.keys(contract) as OperationId[];
    test.each(operations)("%s", async (id) => {
      const wrong: string[] = [];
      // Short paths and evaluation go to the key's own place, and what is one's own or everybody's to no place at all.
      const named = contract[id].path.includes("{project}");
      for (const [where, place] of Object.entries(places)) {
        if (!named && where !== "own") continue;
        for (const who of ["nobody", ...actors.keys()]) {
          const { status, let: taken } = await ask(id, who, place);
          const should = mayDo(id, actors.get(who), place);
          if (taken !== should || (who === "nobody" && status !== 401) || status >= 500) {
            wrong.push(`${who} in ${where}: ${status}, ${should ? "may" : "may not"}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    });
  },
);
