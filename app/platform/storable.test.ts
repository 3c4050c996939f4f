import { expect, test } from "vitest";
import { refuseDeep, refuseUnstorable } from "./storable.ts";

const nested = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));

test("text with NUL or half a pair is refused where it stands, keys of objects too", () => {
  expect(() => refuseUnstorable({ a: ["b", "c\0"] })).toThrow(
    expect.objectContaining({ fields: [expect.objectContaining({ pointer: "/a/1" })] }),
  );
  expect(() => refuseUnstorable({ "\ud800": 1 })).toThrow(/surrogate/);
  expect(() => refuseUnstorable({ emoji: "😀", none: null, number: 1 })).not.toThrow();
});

test("what is nested a hundred levels deep passes, one more does not, and no stack overflows", () => {
  expect(() => refuseDeep(nested(100))).not.toThrow();
  expect(() => refuseDeep(nested(102))).toThrow(/levels deep/);
  expect(() => refuseDeep(nested(5000))).toThrow(/levels deep/);
});
