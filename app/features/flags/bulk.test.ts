import { expect, test } from "vitest";
import { bulkRequest } from "./bulk-request.ts";
import { requestFor, toldDone, undoOf, type BulkFlag } from "./bulk.ts";

const flag = (key: string, tags: string[] = []): BulkFlag => ({
  ...{ key, tags, archived: false, version: `${key}1.1`, versions: { production: 4, staging: 2 } },
});
const flags = [flag("a", ["x"]), flag("b")];

test("switching names the version in the environment, the rest that of the flag", () => {
  expect(requestFor({ do: "turn-on", environment: "production" }, flags, { dryRun: true })).toEqual({
    ...{ to: "targetings", step: "turn-on", environment: "production", dryRun: true },
    changes: [
      { flag: "a", version: "4" },
      { flag: "b", version: "4" },
    ],
  });
  const tagging = requestFor({ do: "tag", tags: ["x", "y"] }, flags, { dryRun: false });
  expect(tagging.changes[0]).toEqual({ flag: "a", version: "a1.1", addTags: ["x", "y"] });
  expect(bulkRequest.parse(tagging)).toEqual(tagging);
});

test("undoing touches what has changed, with the versions that it has now", () => {
  const off = requestFor({ do: "turn-off", environment: "production" }, flags, { dryRun: false });
  const outcome = {
    revision: 9,
    changes: [
      { flag: "a", version: "5", lines: ["off"] },
      { flag: "b", version: "4", lines: [] },
    ],
  };
  expect(undoOf(off, flags, outcome)).toMatchObject({
    ...{ to: "targetings", step: "turn-on", environment: "production", dryRun: false },
    changes: [{ flag: "a", version: "5" }],
  });
});

test("undoing tags takes away only those that were not there before, and gives back those that were", () => {
  const tagging = requestFor({ do: "tag", tags: ["x", "y"] }, flags, { dryRun: false });
  const done = { revision: null, changes: [{ flag: "a", version: "2", lines: ["tags"] }] };
  expect(undoOf(tagging, flags, done)?.changes).toEqual([
    { flag: "a", version: "2", removeTags: ["y"], addTags: [] },
  ]);
  const untagging = requestFor({ do: "untag", tags: ["x", "z"] }, flags, { dryRun: false });
  expect(undoOf(untagging, flags, done)?.changes).toEqual([
    { flag: "a", version: "2", removeTags: [], addTags: ["x"] },
  ]);
});

test("there is nothing to undo where nothing has changed", () => {
  const request = requestFor({ do: "archive" }, flags, { dryRun: false });
  expect(undoOf(request, flags, { revision: null, changes: [{ flag: "a", version: "1", lines: [] }] })).toBe(
    undefined,
  );
  expect(
    undoOf(request, flags, { revision: 2, changes: [{ flag: "a", version: "1", lines: ["archived"] }] })
      ?.changes,
  ).toEqual([{ flag: "a", version: "1", addTags: [], removeTags: [], archived: false }]);
});

test("says what was done", () => {
  expect(toldDone({ do: "turn-on", environment: "production" }, 1)).toBe("Turned on 1 flag in production");
  expect(toldDone({ do: "archive" }, 3)).toBe("Archived 3 flags");
});
