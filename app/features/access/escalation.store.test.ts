import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { createKeyRing } from "#app/features/api-keys/key-ring.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { inviteMember } from "#app/features/members/invite-member.server.ts";
import { listMembers } from "#app/features/members/list-members.server.ts";
import { revokeInvitation } from "#app/features/members/revoke-invitation.server.ts";
import { setMemberRoles } from "#app/features/members/set-member-roles.server.ts";
import { deleteRole } from "#app/features/roles/delete-role.server.ts";
import { listRoles } from "#app/features/roles/list-roles.server.ts";
import { saveRole } from "#app/features/roles/save-role.server.ts";
import { actorOfToken } from "#app/features/tokens/actor-of-token.server.ts";
import { createToken } from "#app/features/tokens/create-token.server.ts";
import { deleteToken } from "#app/features/tokens/delete-token.server.ts";
import { listTokens } from "#app/features/tokens/list-tokens.server.ts";
import type { Actor, Context, Role } from "#app/platform/context.ts";
import type { Permission } from "#app/platform/permission.ts";
import { grantsOf } from "./grants-of.server.ts";
import { can } from "./can.ts";
import { findProject } from "./place-store.server.ts";

type Person = Extract<Actor, { kind: "user" }>;

const missing = missingServer();
const forbidden = { code: "not_permitted" };

describe.skipIf(missing !== undefined)(
  `nobody above themselves${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();

    /** A project, and people who hold these roles in it at this moment. */
    async function company() {
      const project = await storefront(application);
      const { id: projectId } = (await findProject(application.client.db, project))!;
      await createFlag(application.system, { project, key: "banner" });
      const join = async (role: Role): Promise<Person> => {
        const email = `${role}-${randomUUID()}@storefront.example`;
        const password = "a long enough password";
        const { actor } = await addMember(application.system, { project, name: role, email, role, password });
        return { ...actor, secondFactorAt: application.system.now() };
      };
      const as = async (actor: Person): Promise<Context> => ({
        ...application.system,
        actor: { ...actor, grants: await grantsOf(application.client.db, actor.id) },
      });
      return { project, projectId, join, as };
    }

    test("roles are not given, taken or offered above one's own", async () => {
      const { project, join, as } = await company();
      const [owner, admin, viewer] = [await join("owner"), await join("admin"), await join("viewer")];
      const asAdmin = await as(admin);
      await expect(
        setMemberRoles(asAdmin, { project, member: viewer.id, roles: [{ role: "owner" }] }),
      ).rejects.toMatchObject(forbidden);
      await expect(
        setMemberRoles(asAdmin, { project, member: admin.id, roles: [{ role: "owner" }] }),
      ).rejects.toMatchObject(forbidden);
      await expect(
        setMemberRoles(asAdmin, { project, member: owner.id, roles: [{ role: "viewer" }] }),
      ).rejects.toMatchObject(forbidden);
      await expect(setMemberRoles(asAdmin, { project, member: owner.id, roles: [] })).rejects.toMatchObject(
        forbidden,
      );
      const invitation = { project, email: "new@storefront.example", role: "owner" };
      await expect(inviteMember(asAdmin, invitation)).rejects.toMatchObject(forbidden);
      await inviteMember(await as(owner), invitation);
      const { invitations } = await listMembers(asAdmin, { project });
      await expect(
        revokeInvitation(asAdmin, { project, invitation: invitations[0]!.id }),
      ).rejects.toMatchObject(forbidden);
      await revokeInvitation(await as(owner), { project, invitation: invitations[0]!.id });
      expect((await listMembers(asAdmin, { project })).invitations).toEqual([]);
    });

    test("an Owner is made with a fresh second factor only", async () => {
      const { project, join, as } = await company();
      const [owner, viewer] = [await join("owner"), await join("viewer")];
      const { secondFactorAt: _, ...stale } = owner;
      const change = { project, member: viewer.id, roles: [{ role: "owner" }] };
      await expect(setMemberRoles(await as(stale), change)).rejects.toMatchObject({
        code: "second_factor_required",
      });
      await setMemberRoles(await as(owner), change);
    });

    test("a role is not made of what its maker does not hold, nor widened afterwards", async () => {
      const { project, join, as } = await company();
      const [admin, viewer] = [await as(await join("admin")), await join("viewer")];
      const role = (key: string, ...permissions: Permission[]) => ({
        ...{ project, key, name: key, description: "" },
        permissions: ["project.read" as const, ...permissions],
      });
      await expect(saveRole(admin, role("root", "project.create"))).rejects.toMatchObject({
        code: "invalid_input",
      });
      await saveRole(admin, role("role-keeper", "member.read", "role.write"));
      await setMemberRoles(admin, { project, member: viewer.id, roles: [{ role: "role-keeper" }] });
      const keeper = await as(viewer);
      await expect(
        saveRole(keeper, role("role-keeper", "member.read", "role.write", "targeting.write")),
      ).rejects.toMatchObject(forbidden);
      await expect(saveRole(keeper, role("other", "key.write"))).rejects.toMatchObject(forbidden);
      await saveRole(admin, role("narrow", "targeting.write"));
      await expect(saveRole(keeper, role("narrow"))).rejects.toMatchObject(forbidden);
      await expect(deleteRole(admin, { project, role: "role-keeper" })).rejects.toMatchObject({
        code: "still_needed",
      });
      await deleteRole(admin, { project, role: "narrow" });
      const listed = await listRoles(keeper, { project });
      expect(listed.map(({ key }) => key)).toEqual([
        ...["viewer", "developer", "maintainer", "admin", "owner"],
        "role-keeper",
      ]);
      await expect(saveRole(admin, { ...role("viewer") })).rejects.toMatchObject({
        fields: [{ pointer: "/key", message: expect.any(String) }],
      });
    });

    test("a role in one environment is one there and nowhere else", async () => {
      const { project, join, as } = await company();
      const viewer = await join("viewer");
      await setMemberRoles(await as(await join("owner")), {
        project,
        member: viewer.id,
        roles: [{ role: "viewer" }, { role: "developer", environment: "staging" }],
      });
      const narrowed = await as(viewer);
      await expect(
        killFlag(narrowed, { project, environment: "production", flag: "banner" }),
      ).rejects.toMatchObject(forbidden);
      await killFlag(narrowed, { project, environment: "staging", flag: "banner" });
      const { members } = await listMembers(narrowed, { project });
      expect(members.find(({ id }) => id === viewer.id)?.roles).toEqual([
        { role: "viewer", environment: null, everywhere: false, source: "hand" },
        { role: "developer", environment: "staging", everywhere: false, source: "hand" },
      ]);
      const { id: projectId } = (await findProject(application.client.db, project))!;
      const grants = await grantsOf(application.client.db, viewer.id);
      const staging = grants.find(({ environmentId }) => environmentId !== null)!.environmentId!;
      const actor: Actor = { ...viewer, grants };
      expect(can(actor, "targeting.write", { projectId, environmentId: staging })).toBe(true);
      expect(can(actor, "targeting.write", { projectId, environmentId: randomUUID() })).toBe(false);
    });

    test("a key is never more than its maker, and shrinks and ends with them", async () => {
      const { project, projectId, join, as } = await company();
      const [owner, admin] = [await join("owner"), await join("admin")];
      const key = { project, name: "deploy", kind: "management" as const };
      await expect(createApiKey(await as(admin), { ...key, role: "owner" })).rejects.toMatchObject(forbidden);
      const { key: secret } = await createApiKey(await as(admin), { ...key, role: "admin" });
      const ring = createKeyRing(application.client.db);
      const mayWrite = async () => {
        await ring.refresh();
        const actor = ring.find(secret, Date.now());
        return actor !== undefined && can(actor, "flag.write", { projectId });
      };
      expect(await mayWrite()).toBe(true);
      const asOwner = await as(owner);
      await setMemberRoles(asOwner, { project, member: admin.id, roles: [{ role: "viewer" }] });
      expect(await mayWrite()).toBe(false);
      await setMemberRoles(asOwner, { project, member: admin.id, roles: [{ role: "admin" }] });
      expect(await mayWrite()).toBe(true);
      const leaving = { project, member: admin.id, roles: [] };
      await expect(setMemberRoles(asOwner, leaving)).rejects.toMatchObject({ code: "still_needed" });
      await setMemberRoles(asOwner, { ...leaving, keys: "end" });
      expect(await mayWrite()).toBe(false);
      expect(ring.find(secret, Date.now())).toBeUndefined();
    });

    test("a machine brings nobody in, makes no keys and approves nothing", async () => {
      const { project, projectId, join, as } = await company();
      const admin = await join("admin");
      const { grants } = (await as(admin)).actor as Person;
      const machines: Actor[] = [
        {
          ...{ kind: "key", id: randomUUID(), name: "deploy", keyKind: "management", projectId },
          ...{ environmentId: null, grants, ceiling: grants },
        },
        { kind: "token", id: randomUUID(), name: "script", userId: admin.id, userName: "A", grants },
      ];
      for (const actor of machines) {
        const ctx: Context = { ...application.system, actor };
        const email = "new@storefront.example";
        await expect(inviteMember(ctx, { project, email, role: "viewer" })).rejects.toMatchObject(forbidden);
        await expect(
          createApiKey(ctx, { project, name: "k", kind: "management", role: "viewer" }),
        ).rejects.toMatchObject(forbidden);
        await expect(createToken(ctx, { name: "t", expiresAt: new Date(8.64e15) })).rejects.toMatchObject(
          forbidden,
        );
      }
    });

    test("a personal token acts as its owner at that moment, until it ends", async () => {
      const { project, projectId, join, as } = await company();
      const [owner, developer] = [await join("owner"), await join("developer")];
      const asDeveloper = await as(developer);
      const now = application.system.now();
      const expiresAt = new Date(now.getTime() + 3_600_000);
      const { db } = application.client;
      await expect(createToken(asDeveloper, { name: "x", expiresAt: now })).rejects.toMatchObject({
        fields: [{ pointer: "/expiresAt", message: expect.any(String) }],
      });
      const { token, id } = await createToken(asDeveloper, { name: "script", expiresAt });
      const actor = async (at = now) => actorOfToken(db, token, at);
      expect(can((await actor())!, "flag.write", { projectId })).toBe(true);
      await setMemberRoles(await as(owner), { project, member: developer.id, roles: [{ role: "viewer" }] });
      expect(can((await actor())!, "flag.write", { projectId })).toBe(false);
      expect(await actor(expiresAt)).toBeUndefined();
      expect((await listTokens(asDeveloper)).map(({ name, lastUsedAt }) => [name, lastUsedAt])).toEqual([
        ["script", now],
      ]);
      await expect(deleteToken(await as(owner), { token: id })).rejects.toMatchObject({ code: "not_found" });
      await deleteToken(asDeveloper, { token: id });
      expect(await actor()).toBeUndefined();
    });
  },
);
