import { expect, test } from "vitest";
import { snippetsFor } from "./key-snippets.ts";

test.each(["client", "management"] as const)("snippets for a %s key can be pasted as they are", (kind) => {
  const snippets = snippetsFor({
    origin: "https://flags.example",
    project: "shop",
    kind,
    key: "gdn_x_secret",
  });
  expect(snippets).toHaveLength(2);
  for (const { code } of snippets) {
    expect(code).toContain("https://flags.example");
    expect(code).toContain("gdn_x_secret");
  }
});
