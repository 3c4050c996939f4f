import type { Condition, FlagDocument, SegmentDocument, Snapshot } from "@guidon/engine";
import { attributesOf } from "./example-context.ts";
import type { Targeting } from "./targeting.ts";

/** What the evaluation of a flag leans on besides the flag itself. */
export interface References {
  readonly flags: readonly string[];
  readonly segments: readonly string[];
}

/** What an explanation needs of the environment: everything that the named documents lean on, however far. */
export interface Surroundings {
  /** `project/environment`. */
  readonly environment: string;
  readonly revision: number;
  readonly flags: readonly FlagDocument[];
  readonly segments: readonly SegmentDocument[];
  readonly archived: readonly string[];
  /** What could be named besides, by its key. */
  readonly known: Known;
}

export interface Known {
  readonly flags: readonly string[];
  readonly segments: readonly string[];
  /** Attributes that rules there look at, those first that most do. */
  readonly attributes: readonly string[];
}

export function referencesOf(targeting: Pick<Targeting, "prerequisites" | "rules">): References {
  const flags = new Set(targeting.prerequisites.map((each) => each.flag));
  const segments = new Set<string>();
  for (const rule of targeting.rules) collect(rule.when, flags, segments);
  return { flags: [...flags].sort(), segments: [...segments].sort() };
}

/** The named documents and what they lean on in turn. Names that are not there are left out. */
export function surround(snapshot: Snapshot, named: References): Surroundings {
  const flagByKey = new Map(snapshot.flags.map((flag) => [flag.key, flag]));
  const segmentByKey = new Map(snapshot.segments.map((segment) => [segment.key, segment]));
  const flags = new Map<string, FlagDocument>();
  const segments = new Map<string, SegmentDocument>();
  const open = [
    ...named.flags.map((key) => ({ kind: "flag", key })),
    ...named.segments.map((key) => ({ kind: "segment", key })),
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const found: References[] = [];
    if (next.kind === "flag" && !flags.has(next.key)) {
      const flag = flagByKey.get(next.key);
      if (flag !== undefined) {
        flags.set(flag.key, flag);
        found.push(referencesOf(flag));
      }
    }
    if (next.kind === "segment" && !segments.has(next.key)) {
      const segment = segmentByKey.get(next.key);
      if (segment !== undefined) {
        segments.set(segment.key, segment);
        found.push(referencesOfSegment(segment));
      }
    }
    for (const references of found) {
      open.push(...references.flags.map((key) => ({ kind: "flag", key })));
      open.push(...references.segments.map((key) => ({ kind: "segment", key })));
    }
  }
  return {
    environment: snapshot.environment,
    revision: snapshot.revision,
    flags: [...flags.values()].sort(byKey),
    segments: [...segments.values()].sort(byKey),
    archived: snapshot.archived.filter((key) => named.flags.includes(key)),
    known: {
      flags: snapshot.flags.map(({ key }) => key),
      segments: snapshot.segments.map(({ key }) => key),
      attributes: attributesIn(snapshot),
    },
  };
}

const mostAttributes = 200;

function attributesIn({ flags, segments }: Snapshot): string[] {
  const counts = new Map<string, number>();
  for (const { rules } of [...flags, ...segments]) {
    for (const path of attributesOf({ rules })) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, often], [b, oftener]) => oftener - often || (a < b ? -1 : 1))
    .slice(0, mostAttributes)
    .map(([path]) => path);
}

function referencesOfSegment(segment: SegmentDocument): References {
  const flags = new Set<string>();
  const segments = new Set<string>();
  for (const rule of segment.rules) collect(rule.when, flags, segments);
  return { flags: [...flags], segments: [...segments] };
}

function collect(condition: Condition, flags: Set<string>, segments: Set<string>): void {
  if ("all" in condition) condition.all.forEach((part) => collect(part, flags, segments));
  else if ("any" in condition) condition.any.forEach((part) => collect(part, flags, segments));
  else if ("not" in condition) collect(condition.not, flags, segments);
  else if ("known" in condition) collect(condition.known, flags, segments);
  else if ("where" in condition) collect(condition.where, flags, segments);
  else if ("segment" in condition) segments.add(condition.segment);
  else if ("flag" in condition) flags.add(condition.flag);
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : 1;
}
