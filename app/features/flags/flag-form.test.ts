import { expect, test } from "vitest";
import { flagForm, variantRows } from "./flag-form.ts";

const form = {
  key: "new-checkout",
  name: "New checkout",
  type: "number",
  kind: "release",
  owner: "",
  tags: "web, checkout,, web",
  dueOn: "2026-12-12",
  variants: variantRows(["a", "", "b"], ["1", "", "2"]),
};

test("takes what a form sends", () => {
  expect(flagForm.parse(form)).toMatchObject({
    owner: undefined,
    tags: ["web", "checkout"],
    dueOn: new Date("2026-12-12T00:00:00Z"),
    client: false,
    variants: [
      { key: "a", value: 1 },
      { key: "b", value: 2 },
    ],
  });
});

test("says which value does not fit the type", () => {
  const parsed = flagForm.safeParse({ ...form, variants: variantRows(["a"], ["one"]) });
  expect(parsed.error?.issues[0]).toMatchObject({
    path: ["variants", 0, "value"],
    message: "This is not a number.",
  });
});
