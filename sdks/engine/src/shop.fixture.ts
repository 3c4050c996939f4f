import { makeSnapshot } from "./documents.ts";
import type { Condition, FlagDocument, List, SegmentDocument, Snapshot } from "./index.ts";

export const flag = (key: string, more: object = {}): FlagDocument => ({
  ...{
    key,
    revision: 1,
    engine: 1,
    type: "boolean",
    on: true,
    offVariant: "off",
    client: true,
    metadata: {},
  },
  variants: [
    { key: "on", value: true },
    { key: "off", value: false },
  ],
  ...{ prerequisites: [], targets: [], rules: [], fallthrough: { variant: "on" } },
  ...more,
});
export const rule = (when: Condition) => ({
  rules: [{ id: "r", when, serve: { variant: "on" } }],
  fallthrough: { variant: "off" },
});
export const segment = (
  included: List,
  excluded: List = { keys: [] },
  rules: Condition[] = [],
): SegmentDocument => ({
  ...{
    key: "s",
    revision: 1,
    engine: 1,
    by: "targetingKey",
    rules: rules.map((when) => ({ when })),
    lists: { included, excluded },
  },
});
export const snapshot = (
  revision: number,
  flags: FlagDocument[],
  segments: SegmentDocument[] = [],
): Snapshot =>
  makeSnapshot({ environment: "shop/test", revision, publishedAt: "", flags, segments, archived: [] });
export const NOW = { now: 0 };
