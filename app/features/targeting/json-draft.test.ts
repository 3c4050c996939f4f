import { expect, test } from "vitest";
import { readDraft, writeDraft } from "./json-draft.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import type { Targeting } from "./targeting.ts";

const flag: TargetedFlag = {
  ...{ key: "checkout", type: "boolean", client: false, safeVariant: null, metadata: {} },
  variants: [{ key: "on", value: true }],
};
const targeting: Targeting = {
  ...{ on: true, offVariant: null, prerequisites: [], targets: [], rules: [] },
  fallthrough: { variant: "on" },
};

test("reads what it wrote, without the kill", () => {
  const text = writeDraft({ ...targeting, kill: { variant: null } });
  expect(readDraft(flag, text)).toEqual({ targeting });
});

test("says where a text stops being JSON", () => {
  expect(readDraft(flag, '{"on": tru}')).toEqual({ brokenAt: 7 });
});

test.each<[unknown, string, string]>([
  [[], "", "Targeting is a JSON object."],
  [{ ...targeting, kill: { variant: null } }, "/kill", "Targeting has no “kill”."],
  [{ ...targeting, rules: {} }, "/rules", "This must be an array; write [] for none."],
  [
    { ...targeting, fallthrough: { variant: "gone" } },
    "/fallthrough/variant",
    "The flag has no such variant. Name one that it has, or add the variant.",
  ],
])("leads to what is wrong in %j", (value, pointer, message) => {
  expect(readDraft(flag, JSON.stringify(value))).toEqual({ problems: [{ pointer, message }] });
});
