import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { generateSync } from "otplib";
import type { Operation } from "#openapi/operation.ts";
import { contract, type OperationId } from "#openapi/v1/contract.ts";
import { serve } from "./serve.fixture.ts";

/** Those that change nothing, or nothing that is anybody's decision. */
const changeNothing: Partial<Record<OperationId, string>> = {
  evaluate: "asks",
  ofrepEvaluateFlag: "asks",
  ofrepEvaluateFlags: "asks",
  explainFlags: "asks",
  sendEvents: "is what programs report, thousands of times a second",
};

/** Those that cannot be done here, and what looks at their entry instead. */
const elsewhere: Partial<Record<OperationId, string>> = {
  setSso: "takes an identity provider: sso tests",
  removeSso: "takes an identity provider: sso tests",
  turnFlagOnHere: "the use case of turnFlagOn",
  turnFlagOffHere: "the use case of turnFlagOff",
  setRolloutHere: "the use case of setRollout",
  killFlagHere: "the use case of killFlag",
  liftKillHere: "the use case of liftKill",
};

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `every operation that changes something${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    const done = new Set<string>();

    test("leaves exactly one entry", async () => {
      const url = await serve(application);
      const { system, sessions } = application;
      const project = await storefront(application);
      const person = async (name: string, role: "owner" | "viewer") =>
        addMember(system, {
          ...{ project, name, email: `${name.toLowerCase()}@storefront.example` },
          ...{ role, password: "a long enough password" },
        });
      const { actor: ada } = await person("Ada", "owner");
      const { actor: vera } = await person("Vera", "viewer");
      await application.client.db.execute(sql`insert into memberships (id, user_id, role, source, created_at)
        values (${randomUUID()}, ${ada.id}, 'owner', 'hand', now())`);
      const open = () =>
        sessions.open(application.client.db, {
          ...{ userId: ada.id, method: "password" as const, awaitsSecondFactor: false },
          ...{ secondFactorAt: system.now(), origin: system.origin },
        });
      let cookie = (await open()).split(";")[0] ?? "";

      const entries = async (): Promise<number> => {
        const [row] = await application.client.db.execute<{ count: number }>(
          sql`select count(*)::int as count from audit_entries`,
        );
        return row?.count ?? 0;
      };

      async function perform(
        id: OperationId,
        names: Readonly<Record<string, string>> = {},
        body?: unknown,
      ): Promise<Record<string, string>> {
        const operation: Operation = contract[id];
        const all: Record<string, string> = { project, environment: "staging", ...names };
        const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => all[name] ?? "");
        const before = await entries();
        const query = all["confirm"] === undefined ? "" : `?confirm=${encodeURIComponent(all["confirm"])}`;
        const response = await fetch(`${url}${path}${query}`, {
          method: operation.method.toUpperCase(),
          headers: { cookie, origin: system.publicUrl, "content-type": "application/json", "if-match": "*" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        expect(response.ok, `${id} answered ${response.status} ${text}`).toBe(true);
        expect((await entries()) - before, `entries of ${id}`).toBe(1);
        cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
        done.add(id);
        return text === "" ? {} : (JSON.parse(text) as Record<string, string>);
      }

      const made = `made-${randomUUID().slice(0, 8)}`;
      await perform("createProject", {}, { key: made, name: "Made" });
      await perform("createEnvironment", { project: made }, { key: "extra", name: "Extra" });
      await perform("deleteEnvironment", { project: made, environment: "extra", confirm: "extra" });
      await perform("updateProject", {}, { name: "Another" });
      await perform("updateEnvironment", {}, { name: "Another" });
      await perform("inviteMember", {}, { email: "new@storefront.example", role: "viewer" });
      const [invitation] = await application.client.db.execute<{ id: string }>(
        sql`select id from invitations where email = 'new@storefront.example'`,
      );
      await perform("revokeInvitation", { invitation: invitation?.id ?? "" });
      await perform("saveRole", { role: "reader" }, { name: "Reader", permissions: ["project.read"] });
      await perform("setMemberRoles", { member: vera.id }, { roles: [{ role: "developer" }] });
      await perform("removeMember", { member: vera.id });
      await perform("deleteRole", { role: "reader" });
      const key = await perform("createApiKey", {}, { name: "Key", kind: "server", environment: "staging" });
      await perform("revokeApiKey", { key: key["id"] ?? "" });
      const expiresAt = new Date(system.now().getTime() + 86_400_000).toISOString();
      const token = await perform("createToken", {}, { name: "Token", expiresAt });
      await perform("deleteToken", { token: token["id"] ?? "" });
      await open();
      const [other] = await application.client.db.execute<{ handle: string }>(
        sql`select handle from sessions where user_id = ${ada.id} order by created_at desc, handle desc limit 1`,
      );
      await perform("endSession", { session: other?.handle ?? "" });
      await open();
      await perform("endOtherSessions");
      const { secret = "" } = await perform("beginTwoFactor");
      const code = () =>
        generateSync({ secret, epoch: Math.floor(application.system.now().getTime() / 1000) });
      await perform("confirmTwoFactor", {}, { code: code(), password: "a long enough password" });
      application.advance(30_000);
      await perform("giveSecondFactor", {}, { code: code() });
      await perform("renewRecoveryCodes");
      await perform("erasePerson", {}, { keys: ["nobody-here"], confirm: "nobody-here" });
      await application.client.db
        .execute(sql`insert into two_factors (user_id, secret, confirmed_at, created_at)
        values (${vera.id}, '', now(), now())`);
      await perform("resetTwoFactor", { person: vera.id });
      await perform("removePerson", { person: vera.id, confirm: vera.email });
      await perform("deleteProject", { project: made, confirm: made });
      await perform("removeTwoFactor");
      await perform("updateMe", {}, { name: "Ada Moreau" });
      await perform(
        "changePassword",
        {},
        {
          current: "a long enough password",
          password: "an even longer password",
        },
      );
      await perform("createFlag", {}, { key: "dark-mode" });
      const flag = { flag: "dark-mode" };
      await perform("updateFlag", flag, { description: "Another" });
      await perform("turnFlagOn", flag);
      await perform("setRollout", flag, { percent: 25 });
      await perform("patchTargeting", flag, { on: false });
      await perform("turnFlagOn", flag);
      await perform("turnFlagOff", flag);
      await perform("stepTargeting", flag, { steps: [{ do: "turn-on" }] });
      await perform(
        "changeTargetings",
        {},
        {
          changes: [{ flag: "dark-mode", version: "*", steps: [{ do: "turn-off" }] }],
        },
      );
      await perform("killFlag", flag, {});
      await perform("liftKill", flag);
      await perform("duplicateFlag", flag, { key: "copied" });
      await perform("archiveFlag", flag);
      await perform("deleteFlag", flag, { confirm: "dark-mode" });
      await perform("leaveProject");
    }, 60_000);

    test("is looked at: here, by its example, or by a test that is named", () => {
      const operations = Object.values<Operation>(contract).filter(({ method }) => method !== "get");
      const named = operations.filter(
        ({ id, example }) =>
          !done.has(id) && example === undefined && !(id in changeNothing) && !(id in elsewhere),
      );
      expect(named.map(({ id }) => id)).toEqual([]);
    });
  },
);
