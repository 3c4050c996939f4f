import { expect, test } from "vitest";
import type { Actor, Grant, Role } from "#app/platform/context.ts";
import { can, mayGrant } from "./can.ts";
import { grantOf, permissionsOf, roles, widerRole } from "./roles.ts";
import { permissions, type Permission } from "#app/platform/permission.ts";

const here = { projectId: "shop" };
const production = { projectId: "shop", environmentId: "production" };
const staging = { projectId: "shop", environmentId: "staging" };
const elsewhere = { projectId: "other" };
const installation = { projectId: null };

const grant = (role: Role, projectId: string | null = "shop", environmentId: string | null = null): Grant =>
  grantOf(role, { projectId, environmentId });
const user = (...grants: Grant[]): Actor => ({
  kind: "user",
  id: "u",
  name: "U",
  email: "u@x",
  sessionId: "s",
  grants,
});
const key = (keyKind: "server" | "client" | "management", grants: Grant[], ceiling: Grant[]): Actor => ({
  kind: "key",
  id: "k",
  name: "K",
  keyKind,
  projectId: "shop",
  environmentId: "production",
  grants,
  ceiling,
});
const held = (actor: Actor, resource: Parameters<typeof can>[2]) =>
  permissions.filter((permission) => can(actor, permission, resource));

/** What each role adds to the one before it: a permission that is in nobody's row is in the last one's. */
const added: Record<Role, readonly Permission[]> = {
  viewer: [
    "project.read",
    "environment.read",
    "flag.read",
    "evaluation.explain",
    "audit.read",
    "member.read",
  ],
  developer: ["flag.write", "flag.kill", "segment.write", "targeting.write"],
  maintainer: ["environment.write", "key.read"],
  admin: ["project.write", "member.invite", "member.write", "role.write", "key.write"],
  owner: [
    "project.create",
    "project.delete",
    "person.read",
    "person.write",
    "sso.read",
    "sso.write",
    "person.erase",
  ],
};

test("every permission is in exactly one row of the table", () => {
  expect(Object.values(added).flat().toSorted()).toEqual([...permissions].toSorted());
});

test.each(roles)("%s holds its own row and those before it, in its project and nowhere else", (role) => {
  const expected = roles.slice(0, roles.indexOf(role) + 1).flatMap((each) => added[each]);
  expect(held(user(grant(role)), here).toSorted()).toEqual(expected.toSorted());
  expect(held(user(grant(role)), elsewhere)).toEqual([]);
  expect(held(user(grant(role)), installation)).toEqual([]);
  expect(held(user(grant(role, null)), elsewhere).toSorted()).toEqual(expected.toSorted());
});

test("a role in one environment covers that one, and of the project what work in it needs", () => {
  const narrow = user(grant("developer", "shop", "staging"));
  expect(can(narrow, "targeting.write", staging)).toBe(true);
  expect(can(narrow, "targeting.write", production)).toBe(false);
  expect(held(narrow, here)).toEqual(["project.read", "environment.read", "flag.read", "flag.write"]);
});

test("a management key does what its role says and its owner still may; other keys manage nothing", () => {
  const wide = [grant("admin")];
  expect(can(key("management", [grant("developer")], wide), "targeting.write", production)).toBe(true);
  expect(can(key("management", [grant("developer")], wide), "key.write", here)).toBe(false);
  expect(can(key("management", [grant("developer")], [grant("viewer")]), "targeting.write", production)).toBe(
    false,
  );
  expect(held(key("management", [grant("developer")], []), production)).toEqual([]);
  expect(held(key("server", wide, wide), production)).toEqual([]);
  expect(held(key("client", wide, wide), production)).toEqual([]);
  expect(held({ kind: "anonymous" }, here)).toEqual([]);
});

test("nobody gives more than they hold", () => {
  for (const [at, own] of roles.entries()) {
    const given = roles.filter((role) => mayGrant(user(grant(own)), permissionsOf[role], here));
    expect(given).toEqual(roles.slice(0, at + 1));
  }
  expect(roles.filter((role) => mayGrant(user(grant("admin")), permissionsOf[role], elsewhere))).toEqual([]);
  expect(widerRole("viewer", "admin")).toBe("admin");
  expect(widerRole("owner", "admin")).toBe("owner");
});
