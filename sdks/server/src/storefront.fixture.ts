import type { Change, FlagDocument, Json, SegmentDocument, Snapshot } from "@guidon/engine";
import { makeChange, makeSnapshot } from "@guidon/engine/documents";

/** A flag of the example company that serves one variant to everybody. */
export function flag(
  key: string,
  revision: number,
  variants: Record<string, Json>,
  serves: string,
): FlagDocument {
  const first = Object.values(variants)[0];
  return {
    key,
    revision,
    engine: 1,
    type: typeof first === "object" ? "object" : (typeof first as "boolean" | "string" | "number"),
    variants: Object.entries(variants).map(([name, value]) => ({ key: name, value })),
    on: true,
    offVariant: null,
    prerequisites: [],
    targets: [],
    rules: [],
    fallthrough: { variant: serves },
    client: true,
    metadata: {},
  };
}

/** The checkout flag, serving a variant since a revision. */
export function checkout(revision: number, serves: "control" | "one-page" | "express"): FlagDocument {
  return flag(
    "new-checkout",
    revision,
    { control: "control", "one-page": "one-page", express: "express" },
    serves,
  );
}

/** A snapshot of storefront/production; each revision is published a minute after the one before. */
export function production(
  revision: number,
  flags: FlagDocument[],
  more: {
    segments?: SegmentDocument[];
    archived?: string[];
    publishedAt?: string;
    environment?: string;
  } = {},
): Snapshot {
  return makeSnapshot({
    environment: "storefront/production",
    revision,
    publishedAt: minute(revision),
    flags,
    segments: [],
    archived: [],
    ...more,
  });
}

/** The time at which `production` publishes a revision. */
export function minute(revision: number): string {
  return new Date(Date.UTC(2026, 10, 20, 10, revision)).toISOString();
}

/** The change from one snapshot to the next. */
export function change(from: Snapshot, to: Snapshot): Change {
  return makeChange(from, to);
}
