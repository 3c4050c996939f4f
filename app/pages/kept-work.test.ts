import { expect, test } from "vitest";
import { workUnder } from "./kept-work.ts";

test("keeps apart what different people write about one thing", () => {
  expect(workUnder("ada", "production", "checkout")).not.toBe(workUnder("bo", "production", "checkout"));
});
