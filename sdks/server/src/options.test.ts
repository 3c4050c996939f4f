import { describe, expect, test } from "vitest";
import { readOptions } from "./options.ts";

const given = { url: "https://flags.example", key: "gdn_srv_abc" };

describe("readOptions", () => {
  test("fills in the defaults", () => {
    expect(readOptions(given)).toMatchObject({
      pollInterval: 5_000,
      requestTimeout: 10_000,
      staleAfter: 60_000,
    });
  });

  test.each([
    ["https://flags.example", "https://flags.example/api"],
    ["https://flags.example/", "https://flags.example/api"],
    ["https://example.com/guidon", "https://example.com/guidon/api"],
    ["https://example.com/guidon/", "https://example.com/guidon/api"],
  ])("keeps the base path of %s", (url, expected) => {
    expect(new URL("api", readOptions({ ...given, url }).url).href).toBe(expected);
  });

  test.each([undefined, "", "flags.example", "ftp://flags.example", 7])("refuses %j as url", (url) => {
    expect(() => readOptions({ ...given, url: url as string })).toThrow("createClient needs `url`");
  });

  test.each([undefined, "", "gdn srv", "gdn_srv_abc\n", "gdn_srv_ä"])("refuses %j as key", (key) => {
    expect(() => readOptions({ ...given, key })).toThrow("createClient needs `key`");
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses %j as pollInterval", (pollInterval) => {
    expect(() => readOptions({ ...given, pollInterval })).toThrow("`pollInterval` is a positive number");
  });
});
