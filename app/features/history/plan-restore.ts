import type { DocumentName, FlagDocument, List, SegmentDocument, Serve, Snapshot } from "@guidon/engine";
import type { Targeting } from "#app/features/targeting/targeting.ts";
import { sameJson } from "#app/platform/same-json.ts";

/** What a flag is in every environment, as far as its documents tell. */
export type PublishedDefinition = Pick<FlagDocument, "variants" | "client" | "metadata">;

export interface PlannedFlag {
  readonly key: string;
  /** What it is to do here; undefined: as it is. The kill is no part of it. */
  readonly targeting?: (current: Targeting) => Targeting;
  /** What it is to be everywhere; undefined: as it is. */
  readonly definition?: PublishedDefinition;
  readonly archived?: boolean;
}

/** What a restore cannot bring back, or was not asked to, and why. */
export interface LeftAside extends DocumentName {
  readonly why: string;
}

export interface RestorePlan {
  /** In the order of the keys. */
  readonly flags: readonly PlannedFlag[];
  /** As they were, where they are otherwise now or gone. */
  readonly segments: readonly SegmentDocument[];
  readonly left: readonly LeftAside[];
}

export interface AskedRestore {
  /** This one alone; everything where left out. */
  readonly only?: DocumentName | undefined;
  /** Also what flags are. */
  readonly definitions: boolean;
  /** Whether the actor may change segments here; those of a whole environment stay where not. */
  readonly segments: boolean;
}

/**
 * What makes `now` serve what was served in the `past`. What a flag is belongs to the whole project and stays, unless
 * definitions are asked for. A deleted flag stays deleted; a deleted segment comes back, since flags may lean on it.
 */
export function planRestore(
  { now, past }: { now: Snapshot; past: Snapshot },
  { only, definitions, segments }: AskedRestore,
): RestorePlan {
  const [here, there] = [sideOf(now), sideOf(past)];
  const keys = only === undefined ? new Set([...here.keys(), ...there.keys()]) : new Set([only.key]);
  const flags: PlannedFlag[] = [];
  const left: LeftAside[] = [];
  for (const key of only?.kind === "segment" ? [] : [...keys].sort()) {
    const planned = planFlag(key, here.get(key), there.get(key), definitions);
    if (planned === undefined) continue;
    if ("why" in planned) left.push({ kind: "flag", key, why: planned.why });
    else {
      const { lacks, ...flag } = planned;
      if (Object.keys(flag).length > 1) flags.push(flag);
      if (lacks !== undefined) left.push({ kind: "flag", key, why: lacks });
    }
  }
  if (only?.kind === "flag") return { flags, segments: [], left };
  const planned = planSegments({ now, past }, { only: only?.key, segments });
  return { flags, segments: planned.segments, left: [...left, ...planned.left] };
}

function planSegments(
  { now, past }: { now: Snapshot; past: Snapshot },
  { only, segments: may }: { only: string | undefined; segments: boolean },
): Pick<RestorePlan, "segments" | "left"> {
  const [here, there] = [now, past].map(
    (state) => new Map(state.segments.map((segment) => [segment.key, segment])),
  ) as [Map<string, SegmentDocument>, Map<string, SegmentDocument>];
  const keys = only === undefined ? [...new Set([...here.keys(), ...there.keys()])].sort() : [only];
  const segments: SegmentDocument[] = [];
  const left: LeftAside[] = [];
  for (const key of keys) {
    const [present, then] = [here.get(key), there.get(key)];
    if (then === undefined) left.push({ kind: "segment", key, why: "It was not there then, and stays." });
    else if (present !== undefined && sameJson(audienceOf(present), audienceOf(then))) continue;
    else if (may) segments.push(then);
    else
      left.push({
        kind: "segment",
        key,
        why: "It was otherwise then. It stays: you may not change segments here.",
      });
  }
  return { segments, left };
}

/** Whom a segment lets in, wherever its lists stand in their logs. */
function audienceOf({ by, rules, lists }: SegmentDocument) {
  const keysOf = (list: List) => ("keys" in list ? list.keys : list.digest);
  return { by, rules, included: keysOf(lists.included), excluded: keysOf(lists.excluded) };
}

type Side = FlagDocument | "archived" | undefined;

function planFlag(
  key: string,
  now: Side,
  past: Side,
  definitions: boolean,
): (PlannedFlag & { lacks?: string }) | { why: string } | undefined {
  const wasThere = past !== undefined && past !== "archived";
  if (now === undefined) return wasThere ? { why: "It has been deleted since, and stays so." } : undefined;
  if (now === "archived") {
    if (!wasThere) return undefined;
    if (!definitions) return { why: "It has been archived since, in every environment, and stays so." };
  }
  if (!wasThere) {
    if (past === "archived" && definitions) return { key, archived: true };
    return { key, targeting: asIfNotThere };
  }
  if (now !== "archived" && now.type !== past.type)
    return { why: `It was a ${past.type} flag, deleted since: the one of this key now is another.` };
  const sameTargeting = now !== "archived" && sameJson(targetingOf(now), targetingOf(past));
  const sameDefinition = now !== "archived" && sameJson(definitionOf(now), definitionOf(past));
  return {
    key,
    ...(sameTargeting ? {} : { targeting: () => targetingOf(past) }),
    ...(!sameDefinition && definitions ? { definition: definitionOf(past) } : {}),
    ...(now === "archived" ? { archived: false } : {}),
    ...(!sameDefinition && !definitions
      ? {
          lacks:
            "Its variants, client mark or metadata have changed since. They belong to every environment and stay.",
        }
      : {}),
  };
}

function sideOf(state: Snapshot): Map<string, Side> {
  return new Map<string, Side>([
    ...state.archived.map((key) => [key, "archived"] as const),
    ...state.flags.map((flag) => [flag.key, flag] as const),
  ]);
}

export function targetingOf(document: FlagDocument): Targeting {
  const { on, offVariant, prerequisites, targets, rules, fallthrough } = document;
  return { on, offVariant, prerequisites, targets, rules, fallthrough };
}

function definitionOf({ variants, client, metadata }: FlagDocument): PublishedDefinition {
  return { variants, client, metadata };
}

/** Everybody gets the caller's default, as before the flag came. */
function asIfNotThere(current: Targeting): Targeting {
  return { ...current, on: false, offVariant: null };
}

/** The variants that a targeting names. */
export function variantsNamed(targeting: Targeting): Set<string> {
  const named = new Set(targeting.targets.map(({ variant }) => variant));
  if (targeting.offVariant !== null) named.add(targeting.offVariant);
  const serve = (each: Serve) => {
    if ("variant" in each) named.add(each.variant);
    else {
      for (const [variant] of each.split.slices) named.add(variant);
      if (each.split.otherwise !== undefined) named.add(each.split.otherwise);
    }
  };
  for (const rule of targeting.rules) serve(rule.serve);
  serve(targeting.fallthrough);
  return named;
}
