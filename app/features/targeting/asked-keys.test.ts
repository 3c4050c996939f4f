import type { FlagDocument, SegmentDocument } from "@guidon/engine";
import { expect, test } from "vitest";
import { keysAskedBy, listsAsFound } from "./asked-keys.ts";
import { askWhy } from "./ask-why.ts";

const digest = "sha256:0";
const segment: SegmentDocument = {
  ...{ key: "customers", revision: 3, engine: 1, by: "account.id", rules: [] },
  lists: { included: { revision: 4, count: 100_000, digest }, excluded: { keys: ["a-2"] } },
};
const flag: FlagDocument = {
  ...{ key: "banner", revision: 4, engine: 1, type: "boolean", on: true, offVariant: null, client: false },
  variants: [
    { key: "on", value: true },
    { key: "off", value: false },
  ],
  ...{ prerequisites: [], targets: [], metadata: {} },
  rules: [{ id: "them", when: { segment: "customers" }, serve: { variant: "on" } }],
  fallthrough: { variant: "off" },
};

test("asks long lists for the attribute that they hold, and nothing where the context has none", () => {
  const short = { ...segment, key: "short", lists: { included: { keys: [] }, excluded: { keys: [] } } };
  expect(keysAskedBy({ account: { id: 7 } }, [segment, short])).toEqual([
    { segment: "customers", list: "included", revision: 4, key: "7" },
  ]);
  expect(keysAskedBy({ targetingKey: "user-1", "account.id": "a-1" }, [segment])).toEqual([]);
});

test("“Why?” answers as with the whole list, and says that it does not know before it has the answer", () => {
  const why = (id: string, held: boolean | undefined) => {
    const context = { account: { id } };
    const asked = keysAskedBy(context, [segment]);
    const found = held === undefined ? [] : asked.map((each) => ({ ...each, held }));
    const answer = askWhy({
      surroundings: {
        ...{ environment: "shop/staging", revision: 4, flags: [], segments: [segment], archived: [] },
        known: { flags: [], segments: [], attributes: [] },
      },
      ...{ document: flag, context, now: 0, lists: listsAsFound(asked, found) },
    });
    if (answer.kind !== "answer") throw new Error(answer.message);
    const [, step] = answer.explanation.steps;
    return { variant: answer.explanation.evaluation.variant, rule: step?.outcome };
  };
  expect(why("a-1", true)).toEqual({ variant: "on", rule: "served" });
  expect(why("a-1", false)).toEqual({ variant: "off", rule: "no_match" });
  expect(why("a-2", false)).toEqual({ variant: "off", rule: "no_match" });
  expect(why("a-1", undefined)).toEqual({ variant: "off", rule: "unknown" });
});

test("an answer about another revision or key is none", () => {
  const asked = keysAskedBy({ account: { id: "a-1" } }, [segment]);
  const other = asked.map((each) => ({ ...each, revision: 3, held: true }));
  expect(listsAsFound(asked, other)("customers", "included")).toBeUndefined();
});
