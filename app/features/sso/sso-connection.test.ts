import { expect, test } from "vitest";
import { mayVouch, personOf, rolesOf, ssoConnectionSchema, type RoleMapping } from "./sso-connection.ts";

const mapping: readonly RoleMapping[] = [
  { group: null, project: "storefront", role: "viewer" },
  { group: "engineers", project: "storefront", role: "developer" },
  { group: "leads", project: "storefront", role: "admin" },
  { group: "platform", project: null, role: "owner" },
];

test.for<[string[], [string | null, string][]]>([
  [[], [["storefront", "viewer"]]],
  [["engineers"], [["storefront", "developer"]]],
  [["leads", "engineers"], [["storefront", "admin"]]],
  [
    ["platform", "unknown"],
    [
      ["storefront", "viewer"],
      [null, "owner"],
    ],
  ],
])("the groups %j give the widest role of each project", ([groups, given]) => {
  expect([...rolesOf(mapping, groups)]).toEqual(given);
});

test("nobody is in a group by part of its name", () => {
  expect([
    ...rolesOf([{ group: "leads", project: null, role: "owner" }], ["lead", "leads2", "Leads"]),
  ]).toEqual([]);
});

const ada = personOf(
  { sub: "1", email: "Ada@Storefront.example", email_verified: true, name: "Ada" },
  "groups",
);

test("a provider vouches for verified addresses of its own domains, and for no others", () => {
  expect(ada.email).toBe("ada@storefront.example");
  expect(mayVouch(["storefront.example"], ada)).toBe(true);
  expect(mayVouch([], ada)).toBe(false);
  expect(mayVouch(["example"], ada)).toBe(false);
  expect(mayVouch(["front.example"], ada)).toBe(false);
  expect(mayVouch(["storefront.example"], { ...ada, emailVerified: false })).toBe(false);
  expect(mayVouch(["storefront.example"], personOf({ sub: "1" }, "groups"))).toBe(false);
});

test.for([undefined, false, "true", 1, null])(
  "an address with email_verified %j is not verified",
  (verified) => {
    expect(personOf({ sub: "1", email: "a@b.example", email_verified: verified }, "g").emailVerified).toBe(
      false,
    );
  },
);

test("claims are read as they come: one group as a text, rubbish as nothing, a subject always", () => {
  expect(personOf({ sub: "1", roles: "admins" }, "roles").groups).toEqual(["admins"]);
  expect(personOf({ sub: "1", groups: ["a", 7, null] }, "groups").groups).toEqual(["a"]);
  expect(personOf({ sub: "1", email: "not an address", name: 5 }, "groups")).toMatchObject({
    email: undefined,
    name: "1",
  });
  expect(() => personOf({ sub: "" }, "groups")).toThrow("sub");
});

test("an issuer in clear is taken on this machine only", () => {
  const issuer = (address: string) => ssoConnectionSchema.shape.issuer.safeParse(address).success;
  expect(issuer("https://id.example.com/realms/main")).toBe(true);
  expect(issuer("http://127.0.0.1:8080")).toBe(true);
  expect(issuer("http://id.example.com")).toBe(false);
  expect(issuer("https://id.example.com/?tenant=1")).toBe(false);
  expect(issuer("file:///etc/passwd")).toBe(false);
});
