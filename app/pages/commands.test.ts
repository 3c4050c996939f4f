import { expect, test } from "vitest";
import { commandsFor, matchCommands, readKeys } from "./commands.ts";

const project = { key: "storefront", name: "Storefront" };
const all = commandsFor({
  project,
  projects: [project, { key: "ops", name: "Operations" }],
  may: () => true,
  mayCreateProject: true,
});
const ids = (commands: readonly { id: string }[]) => commands.map(({ id }) => id);

test("offers nothing that somebody may not do", () => {
  const few = commandsFor({ project, projects: [project], may: () => false, mayCreateProject: false });
  expect(ids(few)).toEqual(expect.arrayContaining(["flags", "account", "sign-out"]));
  expect(ids(few)).not.toEqual(expect.arrayContaining(["new-flag"]));
  for (const id of ["keys", "members", "audit", "new-flag", "new-project"])
    expect(ids(few)).not.toContain(id);
});

test("offers the other projects, and none of a project's places outside of one", () => {
  expect(ids(all)).toContain("project ops");
  expect(ids(all)).not.toContain("project storefront");
  const outside = commandsFor({
    ...{ project: undefined, projects: [project], may: () => true, mayCreateProject: false },
  });
  expect(ids(outside)).not.toContain("flags");
  expect(ids(outside)).toContain("project storefront");
});

test("finds commands by beginnings of their words, in any order", () => {
  expect(ids(matchCommands(all, "fl ne"))).toEqual(["new-flag"]);
  expect(ids(matchCommands(all, "dark"))).toEqual(["theme-dark"]);
  expect(ids(matchCommands(all, "2fa"))).toEqual(["two-factor"]);
  expect(matchCommands(all, "no such thing")).toEqual([]);
});

test("reads keys one after the other", () => {
  expect(readKeys(all, ["g"])).toBe("waiting");
  expect(readKeys(all, ["g", "f"])).toMatchObject({ id: "flags" });
  expect(readKeys(all, ["c"])).toMatchObject({ id: "new-flag" });
  expect(readKeys(all, ["g", "x"])).toBeUndefined();
});

test("gives no keys twice", () => {
  const keys = all.flatMap((command) => (command.keys === undefined ? [] : [command.keys.join(" ")]));
  expect(new Set(keys).size).toBe(keys.length);
});
