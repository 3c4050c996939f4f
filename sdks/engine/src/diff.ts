/** @module What changed between two versions, for people. */
import { canonicalJson } from "./canonical-json.ts";
import { describeCondition, describeServe } from "./describe.ts";
import type {
  Document,
  DocumentKind,
  FlagDocument,
  Json,
  List,
  Rule,
  SegmentDocument,
  Snapshot,
  Target,
} from "./types.ts";

export { describeCondition, describeServe } from "./describe.ts";

/** One thing that changed; `pointer` leads to it in the version that has it (the newer one, where both do). */
export interface Difference {
  readonly kind: DocumentKind;
  readonly key: string;
  readonly type: "added" | "removed" | "changed" | "moved";
  readonly pointer: string;
  /** A sentence without its full stop. */
  readonly text: string;
  readonly before?: Json;
  readonly after?: Json;
}

type Found = Omit<Difference, "kind" | "key">;

/** What changed from one snapshot to another: documents in the order of their keys, flags first. */
export function diff(from: Snapshot, to: Snapshot): Difference[] {
  const archived = new Set(to.archived);
  return [
    ...documents("flag", from.flags, to.flags, diffFlag, (key) =>
      archived.has(key) ? "Archived" : "Deleted",
    ),
    ...documents("segment", from.segments, to.segments, diffSegment, () => "Deleted"),
  ];
}

function documents<T extends Document>(
  kind: DocumentKind,
  from: readonly T[],
  to: readonly T[],
  compare: (from: T, to: T) => Difference[],
  gone: (key: string) => string,
): Difference[] {
  const before = new Map(from.map((document) => [document.key, document]));
  const after = new Map(to.map((document) => [document.key, document]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): Difference[] => {
    const [old, now] = [before.get(key), after.get(key)];
    if (old && now) return compare(old, now);
    if (now) return [{ kind, key, type: "added", pointer: "", text: "Created" }];
    return [{ kind, key, type: "removed", pointer: "", text: gone(key) }];
  });
}

/** What changed in a flag. */
export function diffFlag(from: FlagDocument, to: FlagDocument): Difference[] {
  const changes: Found[] = [];
  const add = (
    type: Found["type"],
    pointer: string,
    text: string,
    before?: unknown,
    after?: unknown,
  ): void => {
    const sides = {
      ...(before !== undefined && { before: before as Json }),
      ...(after !== undefined && { after: after as Json }),
    };
    changes.push({ type, pointer, text, ...sides });
  };
  const or = (variant: string | null): string => variant ?? "the caller's default";
  if (!same(from.kill, to.kill))
    add(
      "changed",
      "/kill",
      to.kill ? `Killed: serves ${or(to.kill.variant)}` : "Kill lifted",
      from.kill,
      to.kill,
    );
  if (from.on !== to.on) add("changed", "/on", to.on ? "Turned on" : "Turned off", from.on, to.on);
  if (from.type !== to.type)
    add("changed", "/type", `Type is ${to.type} instead of ${from.type}`, from.type, to.type);
  keyed(
    from.variants,
    to.variants,
    ({ key }) => key,
    "/variants",
    (old, now, pointer) => {
      if (!old)
        add("added", pointer, `Variant ${now!.key} added: ${JSON.stringify(now!.value)}`, undefined, now);
      else if (!now) add("removed", pointer, `Variant ${old.key} removed`, old);
      else
        add(
          "changed",
          pointer,
          `Variant ${now.key} is ${JSON.stringify(now.value)} instead of ${JSON.stringify(old.value)}`,
          old,
          now,
        );
    },
  );
  if (from.offVariant !== to.offVariant)
    add(
      "changed",
      "/offVariant",
      `Serves ${or(to.offVariant)} instead of ${or(from.offVariant)} while off`,
      from.offVariant,
      to.offVariant,
    );
  keyed(
    from.prerequisites,
    to.prerequisites,
    ({ flag }) => flag,
    "/prerequisites",
    (old, now, pointer) => {
      const needed = (found: typeof now): string =>
        `${found!.variants.join(" or ")}${found!.acceptOff ? ", even while off" : ""}`;
      if (!old) add("added", pointer, `Needs flag ${now!.flag} to serve ${needed(now)}`, undefined, now);
      else if (!now) add("removed", pointer, `No longer needs flag ${old.flag}`, old);
      else
        add(
          "changed",
          pointer,
          `Needs flag ${now.flag} to serve ${needed(now)} instead of ${needed(old)}`,
          old,
          now,
        );
    },
  );
  for (const [name, [old, now]] of targetsBy(from.targets, to.targets)) {
    const [gained, lost] = [missing(now, old), missing(old, now)];
    if (gained.length > 0) add("added", "/targets", `${some(gained)} now served ${name}`, undefined, gained);
    if (lost.length > 0) add("removed", "/targets", `${some(lost)} no longer served ${name}`, lost);
  }
  rules(from, to, add);
  if (!same(from.fallthrough, to.fallthrough))
    add(
      "changed",
      "/fallthrough",
      `Everybody else gets ${describeServe(to.fallthrough)} instead of ${describeServe(from.fallthrough)}`,
      from.fallthrough,
      to.fallthrough,
    );
  if (from.client !== to.client)
    add(
      "changed",
      "/client",
      to.client ? "Readable with client keys" : "No longer readable with client keys",
      from.client,
      to.client,
    );
  if (!same(from.metadata, to.metadata))
    add("changed", "/metadata", "Metadata changed", from.metadata, to.metadata);
  return changes.map((change) => ({ kind: "flag", key: to.key, ...change }));
}

type Add = (type: Found["type"], pointer: string, text: string, before?: unknown, after?: unknown) => void;

function rules(from: FlagDocument, to: FlagDocument, add: Add): void {
  // Nobody ever sees an id: a rule without a name is called by its place.
  const nameIn = ({ rules }: FlagDocument, rule: Rule): string =>
    `Rule ${rule.name ?? rules.indexOf(rule) + 1}`;
  keyed(
    from.rules,
    to.rules,
    ({ id }) => id,
    "/rules",
    (old, now, pointer) => {
      if (!old)
        add(
          "added",
          pointer,
          `${nameIn(to, now!)} added: if ${describeCondition(now!.when)} then ${describeServe(now!.serve)}`,
          undefined,
          now,
        );
      else if (!now) add("removed", pointer, `${nameIn(from, old)} removed`, old);
      else {
        if (old.name !== now.name)
          add(
            "changed",
            `${pointer}/name`,
            `${nameIn(from, old)} ${now.name === undefined ? "has no name any more" : `is called ${now.name}`}`,
            old.name,
            now.name,
          );
        if (!same(old.when, now.when))
          add(
            "changed",
            `${pointer}/when`,
            `${nameIn(to, now)}: if ${describeCondition(now.when)} instead of if ${describeCondition(old.when)}`,
            old.when,
            now.when,
          );
        if (!same(old.serve, now.serve))
          add(
            "changed",
            `${pointer}/serve`,
            `${nameIn(to, now)} serves ${describeServe(now.serve)} instead of ${describeServe(old.serve)}`,
            old.serve,
            now.serve,
          );
      }
    },
  );
  for (const [at, was] of movedRules(from.rules, to.rules))
    add(
      "moved",
      `/rules/${at}`,
      `${nameIn(from, from.rules[was]!)} moved from place ${was + 1} to ${at + 1}`,
    );
}

/** As few rules as explain a new order: where each is now, and where it was. */
function movedRules(from: readonly Rule[], to: readonly Rule[]): (readonly [at: number, was: number])[] {
  const places = new Map(from.map(({ id }, place) => [id, place]));
  const stayed = to.flatMap(({ id }, at) => {
    const was = places.get(id);
    return was === undefined ? [] : [[at, was] as const];
  });
  const inOrder = longestIncreasing(stayed.map(([, was]) => was));
  return stayed.filter((_, i) => !inOrder.has(i));
}

/** The indices of a longest increasing part of some numbers (Fredman, "On computing the length of longest increasing subsequences", 1975). */
function longestIncreasing(numbers: readonly number[]): ReadonlySet<number> {
  // ends[n] is the index of the least number that an increasing part of n + 1 numbers can end with.
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [i, number] of numbers.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]!]! < number) low = middle + 1;
      else high = middle;
    }
    before.push(ends[low - 1]);
    ends[low] = i;
  }
  const found = new Set<number>();
  for (let i = ends.at(-1); i !== undefined; i = before[i]) found.add(i);
  return found;
}

/** What changed in a segment. */
export function diffSegment(from: SegmentDocument, to: SegmentDocument): Difference[] {
  const changes: Found[] = [];
  if (from.by !== to.by)
    changes.push({
      type: "changed",
      pointer: "/by",
      text: `Lists hold ${to.by} instead of ${from.by}`,
      before: from.by,
      after: to.by,
    });
  for (const name of ["included", "excluded"] as const)
    changes.push(...listChanges(name, from.lists[name], to.lists[name]));
  const [old, now] = [from.rules, to.rules].map(
    (found) => new Map(found.map((rule, i) => [canonicalJson(rule), { rule, i }])),
  );
  for (const [text, { rule, i }] of old!)
    if (!now!.has(text))
      changes.push({
        type: "removed",
        pointer: `/rules/${i}`,
        text: `No longer whoever has ${describeCondition(rule.when)}`,
      });
  for (const [text, { rule, i }] of now!)
    if (!old!.has(text))
      changes.push({
        type: "added",
        pointer: `/rules/${i}`,
        text: `Also whoever has ${describeCondition(rule.when)}`,
      });
  return changes.map((change) => ({ kind: "segment", key: to.key, ...change }));
}

function listChanges(name: "included" | "excluded", from: List, to: List): Found[] {
  const pointer = `/lists/${name}`;
  const label = name === "included" ? "Included" : "Excluded";
  if (!("keys" in from) || !("keys" in to)) {
    const count = (list: List): number => ("keys" in list ? list.keys.length : list.count);
    return same(from, to)
      ? []
      : [{ type: "changed", pointer, text: `${label}: ${count(to)} keys instead of ${count(from)}` }];
  }
  const [gained, lost] = [missing(to.keys, from.keys), missing(from.keys, to.keys)];
  return [
    ...(gained.length > 0
      ? [{ type: "added", pointer, text: `${label}: ${some(gained)}`, after: gained } as const]
      : []),
    ...(lost.length > 0
      ? [{ type: "removed", pointer, text: `No longer ${name}: ${some(lost)}`, before: lost } as const]
      : []),
  ];
}

function keyed<T>(
  from: readonly T[],
  to: readonly T[],
  keyOf: (item: T) => string,
  pointer: string,
  report: (from: T | undefined, to: T | undefined, pointer: string) => void,
): void {
  const [old, now] = [from, to].map((items) => new Map(items.map((item, i) => [keyOf(item), { item, i }])));
  for (const [key, { item, i }] of old!) if (!now!.has(key)) report(item, undefined, `${pointer}/${i}`);
  for (const [key, { item, i }] of now!) {
    const before = old!.get(key)?.item;
    if (before === undefined || !same(before, item)) report(before, item, `${pointer}/${i}`);
  }
}

/** The keys that are served each variant by each attribute, before and after. */
function targetsBy(from: readonly Target[], to: readonly Target[]): Map<string, [string[], string[]]> {
  const all = new Map<string, [string[], string[]]>();
  for (const [side, targets] of [from, to].entries())
    for (const { by, keys, variant } of targets) {
      const name = by === "targetingKey" ? variant : `${variant} by ${by}`;
      const lists = all.get(name) ?? [[], []];
      lists[side]!.push(...keys);
      all.set(name, lists);
    }
  return all;
}

function missing(keys: readonly string[], other: readonly string[]): string[] {
  const known = new Set(other);
  return keys.filter((key) => !known.has(key));
}

const some = (keys: readonly string[]): string =>
  keys.length > 3 ? `${keys.slice(0, 3).join(", ")} and ${keys.length - 3} more` : keys.join(", ");

const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
