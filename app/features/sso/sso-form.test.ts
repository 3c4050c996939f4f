import { expect, test } from "vitest";
import { readSsoForm } from "./sso-form.ts";

const fields = {
  name: "Storefront",
  issuer: "https://id.storefront.example",
  clientId: "guidon",
  clientSecret: "",
  scopes: "email  profile groups",
  groupsClaim: "groups",
  domains: "storefront.example, shop.example",
  "group-0": "*",
  "project-0": "storefront",
  "role-0": "viewer",
  "group-1": "",
  "project-1": "",
  "role-1": "viewer",
  "group-2": " platform ",
  "project-2": "",
  "role-2": "owner",
};

test("a form says lists in words, and leaves empty lines out", () => {
  expect(readSsoForm(fields)).toEqual({
    name: "Storefront",
    issuer: "https://id.storefront.example",
    clientId: "guidon",
    groupsClaim: "groups",
    scopes: ["email", "profile", "groups"],
    domains: ["storefront.example", "shop.example"],
    createsAccounts: false,
    roleMapping: [
      { group: null, project: "storefront", role: "viewer" },
      { group: "platform", project: null, role: "owner" },
    ],
  });
});

test("an empty secret stays as it is", () => {
  expect(readSsoForm(fields)).not.toHaveProperty("clientSecret");
  expect(readSsoForm({ ...fields, clientSecret: "s3cret" })).toHaveProperty("clientSecret", "s3cret");
});
