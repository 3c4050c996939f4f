import { expect, test } from "vitest";
import { changeOf } from "./bulk-change.ts";

const asked = { flag: "a", expectedVersion: "*", pointer: "/changes/0" };

test("adds tags once, at the end, and takes others away", () => {
  expect(changeOf(["x", "y"], { ...asked, addTags: ["z", "x"], removeTags: ["y"] })).toEqual({
    ...{ tags: ["x", "z"], owner: undefined, archived: undefined },
  });
});

test("refuses more tags than a flag may have, but lets those be that it has", () => {
  const many = Array.from({ length: 51 }, (_, index) => `t${index}`);
  expect(() => changeOf(many.slice(0, 50), { ...asked, addTags: ["one more"] })).toThrowError(/51 tags/);
  expect(changeOf(many, { ...asked, removeTags: ["t0"] }).tags).toHaveLength(50);
});
