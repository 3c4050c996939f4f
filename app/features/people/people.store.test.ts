import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { grantsOf } from "#app/features/access/grants-of.server.ts";
import { grantOf } from "#app/features/access/roles.ts";
import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { listApiKeys } from "#app/features/api-keys/list-api-keys.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { leaveProject } from "#app/features/members/leave-project.server.ts";
import { listMembers } from "#app/features/members/list-members.server.ts";
import { setMemberRoles } from "#app/features/members/set-member-roles.server.ts";
import { actorOfToken } from "#app/features/tokens/actor-of-token.server.ts";
import { createToken } from "#app/features/tokens/create-token.server.ts";
import type { Actor, Context, Role } from "#app/platform/context.ts";
import { memberships } from "#db/schema/access.ts";
import { twoFactors } from "#db/schema/sign-in.ts";
import { listPeople } from "./list-people.server.ts";
import { removePerson } from "./remove-person.server.ts";
import { resetTwoFactor } from "./reset-two-factor.server.ts";

type Person = Extract<Actor, { kind: "user" }>;

const missing = missingServer();
describe.skipIf(missing !== undefined)(`people${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();

  async function company() {
    const project = await storefront(application);
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
    /** An Owner of the whole installation, as the set-up link makes one. */
    const owner = await join("owner");
    await application.client.db.insert(memberships).values({
      ...{ id: randomUUID(), userId: owner.id, projectId: null, environmentId: null },
      ...{ role: "owner", createdAt: application.system.now() },
    });
    return { project, join, as, owner: await as(owner) };
  }

  async function turnOn(userId: string) {
    const now = application.system.now();
    const row = { userId, secret: "sealed", confirmedAt: now, lastStep: 1, createdAt: now };
    await application.client.db.insert(twoFactors).values(row);
  }

  test("are seen by an Owner of the whole installation, and by no other", async () => {
    const { join, as, owner } = await company();
    const admin = await join("admin");
    await turnOn(admin.id);
    const people = await listPeople(owner);
    expect(people.find(({ id }) => id === admin.id)).toMatchObject({ twoFactorSince: expect.any(Date) });
    await expect(listPeople(await as(admin))).rejects.toMatchObject({ code: "not_permitted" });
  });

  test("who lost their second factor is let in without it, by somebody who has theirs, and told", async () => {
    const { join, as, owner } = await company();
    const [lost, other] = [await join("developer"), await join("owner")];
    await turnOn(lost.id);
    await application.sessions.open(application.client.db, {
      ...{ userId: lost.id, method: "password", awaitsSecondFactor: true, secondFactorAt: null },
      origin: application.system.origin,
    });
    const input = { person: lost.id };
    const { secondFactorAt: _, ...stale } = owner.actor as Person;
    const asOther = await as(other);
    // An Owner of one project cannot: whom they let in may hold more elsewhere.
    await expect(resetTwoFactor(asOther, input)).rejects.toMatchObject({ code: "not_permitted" });
    await expect(resetTwoFactor({ ...owner, actor: stale }, input)).rejects.toMatchObject({
      code: "second_factor_required",
    });
    await expect(resetTwoFactor(owner, { person: (owner.actor as Person).id })).rejects.toMatchObject({
      code: "not_permitted",
    });
    const { id: userId, name: userName } = owner.actor as Person;
    const token: Actor = {
      kind: "token",
      id: "",
      name: "script",
      userId,
      userName,
      grants: [grantOf("owner", { projectId: null, environmentId: null })],
    };
    await expect(resetTwoFactor({ ...owner, actor: token }, input)).rejects.toMatchObject({
      code: "not_permitted",
    });

    await resetTwoFactor(owner, input);
    expect((await listPeople(owner)).find(({ id }) => id === lost.id)?.twoFactorSince).toBeNull();
    expect(application.mails.at(-1)).toMatchObject({
      to: lost.email,
      text: expect.stringContaining("signed out everywhere"),
    });
    await expect(resetTwoFactor(owner, input)).rejects.toMatchObject({ code: "not_found" });
  });

  test("whoever goes takes nothing along that programs live by, unless it is said", async () => {
    const { project, join, as, owner } = await company();
    const admin = await join("admin");
    const asAdmin = await as(admin);
    const key = { project, kind: "server" as const, environment: "staging" };
    await createApiKey(asAdmin, { ...key, name: "CI" });
    const states = async () =>
      (await listApiKeys(owner, { project })).map(({ name, owner: of, revokedAt }) => ({
        name,
        of,
        ended: revokedAt !== null,
      }));

    await expect(leaveProject(asAdmin, { project })).rejects.toMatchObject({ code: "still_needed" });
    const leaving = { project, member: admin.id, roles: [] };
    await expect(setMemberRoles(owner, leaving)).rejects.toMatchObject({ code: "still_needed" });
    await setMemberRoles(owner, { ...leaving, keys: "take" });
    expect(await states()).toEqual([{ name: "CI", of: "owner", ended: false }]);

    const second = await join("admin");
    await createApiKey(await as(second), { ...key, name: "Deploy" });
    await leaveProject(await as(second), { project, keys: "end" });
    expect((await states()).find(({ name }) => name === "Deploy")).toMatchObject({ ended: true });
    const { members } = await listMembers(owner, { project });
    expect(members.map(({ id }) => id)).not.toContain(second.id);
  });

  test("an account that is ended takes its roles, tokens and keys with it", async () => {
    const { project, join, as, owner } = await company();
    const gone = await join("admin");
    const asGone = await as(gone);
    await createApiKey(asGone, { project, name: "CI", kind: "management", role: "viewer" });
    const expiresAt = new Date(application.system.now().getTime() + 3_600_000);
    const { token } = await createToken(asGone, { name: "script", expiresAt });
    const input = { person: gone.id, confirm: gone.email };
    await expect(removePerson(asGone, input)).rejects.toMatchObject({ code: "not_permitted" });
    await expect(removePerson(owner, { ...input, confirm: "x" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(removePerson(owner, input)).rejects.toMatchObject({ code: "still_needed" });
    await removePerson(owner, { ...input, keys: "end" });
    expect(await actorOfToken(application.client.db, token, application.system.now())).toBeUndefined();
    expect((await listPeople(owner)).map(({ id }) => id)).not.toContain(gone.id);
    expect(await listApiKeys(owner, { project })).toEqual([]);
  });
});
