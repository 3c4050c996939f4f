import { expect, test } from "vitest";
import { grantOf } from "#app/features/access/roles.ts";
import { may, refusal, roleIn, type SignedIn } from "./signed-in.ts";

const person = (...grants: SignedIn["grants"]): SignedIn => ({
  id: "u",
  name: "Ada",
  email: "a@x.example",
  grants,
});
const viewer = person(grantOf("viewer", { projectId: "p", environmentId: null }));

test("a Viewer of the project looks but does not change", () => {
  expect(may(viewer, "flag.read", { projectId: "p" })).toBe(true);
  expect(may(viewer, "targeting.write", { projectId: "p", environmentId: "e" })).toBe(false);
  expect(may(viewer, "flag.read", { projectId: "other" })).toBe(false);
});

test("takes the widest role that holds in the whole project", () => {
  const both = person(
    grantOf("viewer", { projectId: null, environmentId: null }),
    grantOf("developer", { projectId: "p", environmentId: null }),
    grantOf("owner", { projectId: "p", environmentId: "staging" }),
  );
  expect(roleIn(both, "p")).toBe("developer");
  expect(roleIn(both, "other")).toBe("viewer");
});

test("says why, with the role that is held", () => {
  expect(refusal(viewer, "p", "change targeting")).toContain(
    "As a Viewer you can look, but not change targeting.",
  );
});
