import { expect, test } from "vitest";
import { previewWords } from "./save-preview.ts";

test("says who gets the change", () => {
  const cannotRun = { engine: 1, instances: 0 };
  expect(previewWords({ connected: 0, cannotRun })).toEqual({
    facts: ["No SDK instance is connected there now."],
    warning: undefined,
  });
  expect(previewWords({ connected: 14, cannotRun }).facts).toEqual([
    "14 connected SDK instances get it at once.",
  ]);
});

test("warns of those that cannot run it", () => {
  const { warning } = previewWords({ connected: 14, cannotRun: { engine: 2, instances: 3 } });
  expect(warning).toBe(
    "3 of the connected instances have an engine below level 2, which this needs: they keep the version that they have, until the SDK is updated.",
  );
});
