import { expect, test } from "vitest";
import { sdkSnippets } from "./sdk-snippets.ts";

test("every snippet carries the key, the flag and the address, so that it runs as it is", () => {
  const snippets = sdkSnippets({ origin: "https://flags.example", key: "gdn_srv_abc", flag: "new-checkout" });
  expect(snippets.map(({ id }) => id)).toEqual([
    ...["curl", "server", "openfeature", "ofrep", "python", "go", "ofrep-curl"],
  ]);
  for (const { code } of snippets) {
    expect(code).toContain("gdn_srv_abc");
    expect(code).toContain("new-checkout");
    expect(code).toContain("https://flags.example");
  }
});
