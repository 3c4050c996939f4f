import { expect, test } from "vitest";
import { givenRoles } from "./given-roles.ts";

test("a role for the project and those for its environments, without the empty ones", () => {
  const fields = { role: "viewer", "in:production": "", "in:staging": "developer", do: "save" };
  expect(givenRoles(fields)).toEqual([{ role: "viewer" }, { role: "developer", environment: "staging" }]);
});

test("a role in one environment alone", () => {
  expect(givenRoles({ role: "", "in:staging": "developer" })).toEqual([
    { role: "developer", environment: "staging" },
  ]);
});
