import { expect, test } from "vitest";
import { exampleFlags, snippetsFor } from "./key-snippets.ts";

test.each(["client", "management"] as const)("snippets for a %s key can be pasted as they are", (kind) => {
  const snippets = snippetsFor({
    origin: "https://flags.example",
    project: "shop",
    kind,
    key: "gdn_x_secret",
    flag: "slow-lane",
  });
  expect(snippets).toHaveLength(2);
  for (const { code } of snippets) {
    expect(code).toContain("https://flags.example");
    expect(code).toContain("gdn_x_secret");
  }
});

test("a client key is tried with the flag that is given", () => {
  const base = { origin: "https://flags.example", project: "shop", key: "gdn_x_secret" };
  for (const { code } of snippetsFor({ ...base, kind: "client", flag: "slow-lane" })) {
    expect(code).toContain('"slow-lane"');
  }
});

test("a key is tried with a boolean flag of the project, a client key with one that it may read", () => {
  const banner = { key: "banner", type: "string", client: true } as const;
  const drawer = { key: "drawer", type: "boolean", client: false } as const;
  const search = { key: "search", type: "boolean", client: true } as const;
  expect(exampleFlags([banner, drawer, search])).toEqual({ server: "drawer", client: "search" });
  expect(exampleFlags([banner, drawer])).toEqual({ server: "drawer", client: "drawer" });
  expect(exampleFlags([banner])).toEqual({ server: "payments-v2", client: "payments-v2" });
});
