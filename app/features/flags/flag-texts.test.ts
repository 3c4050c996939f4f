import { expect, test } from "vitest";
import { changedMeanwhile, textsOf, type FlagTexts } from "./flag-texts.ts";
import { settingsForm } from "./settings-schema.ts";

const texts: FlagTexts = {
  ...{ name: "Checkout", description: "", kind: "release", owner: "payments", tags: "web, checkout" },
  ...{ dueOn: "2027-01-06", client: true, safeVariant: "off", metadata: '{ "ticket": "SHOP-7" }' },
};
const sent = ({ client, ...rest }: FlagTexts) => ({
  ...rest,
  ...(client ? { client: "true" } : {}),
  expectedVersion: "1.3",
});

test("a form says again what the flag is", () => {
  const flag = settingsForm.parse(sent(texts));
  expect(flag).toEqual({
    ...{ expectedVersion: "1.3", name: "Checkout", description: "", kind: "release", owner: "payments" },
    ...{ tags: ["web", "checkout"], dueOn: new Date("2027-01-06T00:00:00Z"), client: true },
    ...{ safeVariant: "off", metadata: { ticket: "SHOP-7" } },
  });
  expect(textsOf(flag)).toEqual({ ...texts, metadata: '{\n  "ticket": "SHOP-7"\n}' });
});

test("what is left empty is none", () => {
  const empty = { ...texts, owner: " ", tags: " ,", dueOn: "", client: false, safeVariant: "", metadata: "" };
  expect(settingsForm.parse(sent(empty))).toMatchObject({
    ...{ owner: null, tags: [], dueOn: null, client: false, safeVariant: null, metadata: {} },
  });
});

test.each<[keyof FlagTexts, string]>([
  ["name", " "],
  ["dueOn", "2027-02-31"],
  ["metadata", "[]"],
  ["metadata", "{"],
  ["metadata", JSON.stringify({ a: "x".repeat(10_000) })],
  ["tags", "x".repeat(51)],
])("says what is wrong with the field: %s", (field, text) => {
  const read = settingsForm.safeParse(sent({ ...texts, [field]: text }));
  expect(read.error?.issues.map(({ path }) => path[0])).toEqual([field]);
});

test("finds what both changed, and nothing else", () => {
  const theirs = { ...texts, name: "Theirs", owner: "them", tags: "ours" };
  expect(changedMeanwhile(texts, theirs, { name: "Mine", tags: "ours", description: "mine" })).toEqual([
    "name",
  ]);
});
