import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { signIn } from "#app/features/sign-in/sign-in.server.ts";
import { acceptInvitation } from "./accept-invitation.server.ts";
import { inviteMember } from "./invite-member.server.ts";
import { listMembers } from "./list-members.server.ts";
import { offerSetup } from "./offer-setup.server.ts";
import { readInvitation } from "./read-invitation.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`members${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  const password = "a long enough password";
  const olga = { name: "Olga", email: "olga@storefront.example", password };
  const anonymous = () => ({ ...application.system, actor: { kind: "anonymous" as const } });

  test("the set-up link makes the first Owner once, however many links and tries there were", async () => {
    const earlier = (await offerSetup(application.system))!;
    const { token } = (await offerSetup(application.system))!;
    await expect(readInvitation(anonymous(), earlier)).rejects.toMatchObject({ code: "invitation_used" });
    const tries = await Promise.allSettled(
      [1, 2, 3].map((each) =>
        acceptInvitation(anonymous(), { ...olga, email: `olga${each}@storefront.example`, token }),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await offerSetup(application.system)).toBeUndefined();
  });

  test("an invitation gives its role to its address, and is used up", async () => {
    const project = await storefront(application);
    const { token } = await inviteMember(application.as("admin"), {
      project,
      email: "vera@storefront.example",
      role: "viewer",
    });
    await acceptInvitation(anonymous(), { ...olga, name: "Vera", email: "somebody@else.example", token });
    const { members } = await listMembers(application.as("viewer"), { project });
    expect(members.map(({ email, role }) => ({ email, role }))).toContainEqual({
      email: "vera@storefront.example",
      role: "viewer",
    });
    await expect(acceptInvitation(anonymous(), { ...olga, token })).rejects.toMatchObject({
      code: "invitation_used",
    });
  });

  test("an invitation ends after a week", async () => {
    const project = await storefront(application);
    const { token } = await inviteMember(application.as("admin"), {
      project,
      email: "late@storefront.example",
      role: "viewer",
    });
    application.advance(8 * 24 * 3600 * 1000);
    await expect(acceptInvitation(anonymous(), { ...olga, token })).rejects.toMatchObject({
      code: "invitation_used",
    });
  });

  test("whoever has an account joins a second project by the password of that account", async () => {
    const email = "both@storefront.example";
    const links = [];
    for (const project of [await storefront(application), await storefront(application)]) {
      links.push({
        project,
        ...(await inviteMember(application.as("owner"), { project, email, role: "developer" })),
      });
    }
    const [first, second] = links as [(typeof links)[0], (typeof links)[0]];
    await acceptInvitation(anonymous(), { ...olga, token: first.token });
    await expect(
      acceptInvitation(anonymous(), { ...olga, token: second.token, password: "somebody else's guess" }),
    ).rejects.toMatchObject({ code: "invalid_input", fields: [{ pointer: "/password" }] });
    await acceptInvitation(anonymous(), { ...olga, token: second.token });
    const { members } = await listMembers(application.as("viewer"), { project: second.project });
    expect(members.map((member) => member.email)).toContain(email);
    await expect(signIn(anonymous(), { email, password })).resolves.toHaveProperty("cookie");
    await expect(signIn(anonymous(), { email, password: `${password}!` })).rejects.toMatchObject({
      code: "wrong_credentials",
    });
  });

  test("nobody invites above themselves, and a Developer nobody at all", async () => {
    const project = await storefront(application);
    const invitation = { project, email: "new@storefront.example" };
    await expect(
      inviteMember(application.as("admin"), { ...invitation, role: "owner" }),
    ).rejects.toMatchObject({
      code: "not_permitted",
    });
    await expect(
      inviteMember(application.as("developer"), { ...invitation, role: "viewer" }),
    ).rejects.toMatchObject({
      code: "not_permitted",
    });
  });
});
