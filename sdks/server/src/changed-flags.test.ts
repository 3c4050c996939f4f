import type { FlagDocument, SegmentDocument } from "@guidon/engine";
import { describe, expect, test } from "vitest";
import { changedFlags } from "./changed-flags.ts";
import { flag, production } from "./storefront.fixture.ts";

const onOff = { on: true, off: false };
const none = { keys: [] };

function segment(key: string, revision: number, rules: SegmentDocument["rules"] = []): SegmentDocument {
  return { key, revision, engine: 1, by: "targetingKey", rules, lists: { included: none, excluded: none } };
}

function inSegment(key: string, audience: string): FlagDocument {
  const rules = [{ id: "r1", when: { not: { all: [{ segment: audience }] } }, serve: { variant: "on" } }];
  return { ...flag(key, 1, onOff, "off"), rules };
}

describe("changedFlags", () => {
  test("names all flags of a first snapshot", () => {
    expect(
      changedFlags(undefined, production(1, [flag("a", 1, onOff, "on"), flag("b", 1, onOff, "on")])),
    ).toEqual(["a", "b"]);
  });

  test("names what changed, appeared, went or was archived, and nothing else", () => {
    const before = production(
      1,
      ["changed", "gone", "kept"].map((key) => flag(key, 1, onOff, "on")),
    );
    const after = production(
      2,
      [flag("changed", 2, onOff, "off"), flag("kept", 1, onOff, "on"), flag("new", 2, onOff, "on")],
      { archived: ["gone", "old"] },
    );
    expect(changedFlags(before, after)).toEqual(["changed", "gone", "new", "old"]);
  });

  test("notices other contents under the same revision", () => {
    const before = production(1, [flag("a", 1, onOff, "on")]);
    expect(changedFlags(before, production(1, [flag("a", 1, onOff, "off")]))).toEqual(["a"]);
  });

  test("follows prerequisites, conditions and segments, however many steps away", () => {
    const flags = [
      inSegment("by-segment", "paying"),
      inSegment("by-segment-of-segment", "paying-in-berlin"),
      { ...flag("after", 1, onOff, "on"), prerequisites: [{ flag: "by-segment", variants: ["on"] }] },
      flag("unrelated", 1, onOff, "on"),
      inSegment("other-audience", "staff"),
    ];
    const rest = [segment("paying-in-berlin", 1, [{ when: { segment: "paying" } }]), segment("staff", 1)];
    const before = production(1, flags, { segments: [segment("paying", 1), ...rest] });
    const after = production(2, flags, { segments: [segment("paying", 2), ...rest] });
    expect(changedFlags(before, after)).toEqual(["after", "by-segment", "by-segment-of-segment"]);
  });

  test("reads documents of any shape", () => {
    const strange = { ...flag("strange", 2, onOff, "on"), rules: null, prerequisites: "none" } as unknown;
    const before = production(1, [flag("a", 1, onOff, "on")]);
    expect(changedFlags(before, production(2, [strange as FlagDocument]))).toEqual(["a", "strange"]);
  });
});
