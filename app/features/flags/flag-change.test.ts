import { expect, test } from "vitest";
import { changedFlag, definitionChanges } from "./flag-change.ts";
import { defineFlag } from "./new-flag.ts";

const now = new Date("2026-11-27T12:00:00Z");
const present = { ...defineFlag({ key: "banner" }), archivedAt: null, version: 1, updatedAt: now };

test("tells when a flag is to be removed as people choose it: a day, or a time where one was given", () => {
  const told = (dueOn: string) =>
    definitionChanges(present, changedFlag(present, { dueOn: new Date(dueOn) }, now));
  expect(told("2026-12-09T00:00:00Z")).toEqual(['dueOn: null → "2026-12-09"']);
  expect(told("2026-12-09T08:30:00Z")).toEqual(['dueOn: null → "2026-12-09T08:30:00.000Z"']);
});
