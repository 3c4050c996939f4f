import type { Prerequisite, Rule, Serve, Target } from "@guidon/engine";
import { sameJson } from "#app/platform/same-json.ts";
import type { Targeting } from "./targeting.ts";

/** Two people changed the same place in different ways. */
export interface MergeConflict {
  /** Tells it apart from the others. */
  readonly at: string;
  /** What the place is called. */
  readonly place: string;
}

export type Side = "mine" | "theirs";

export interface Merged {
  readonly targeting: Targeting;
  /** Places of which both made something else; each was decided as `choices` says, by theirs where it says nothing. */
  readonly conflicts: readonly MergeConflict[];
}

/** Either side keeps what the other left alone; where both changed the same, one has to be chosen. */
export function mergeTargetings(
  sides: { readonly base: Targeting; readonly mine: Targeting; readonly theirs: Targeting },
  choices: Readonly<Record<string, Side>> = {},
): Merged {
  const conflicts: MergeConflict[] = [];
  const one = <T>(at: string, place: string, base: T, mine: T, theirs: T): T => {
    if (sameJson(mine, theirs) || sameJson(mine, base)) return theirs;
    if (sameJson(theirs, base)) return mine;
    conflicts.push({ at, place });
    return choices[at] === "mine" ? mine : theirs;
  };
  const { base, mine, theirs } = sides;
  const field = <Name extends "on" | "offVariant" | "fallthrough">(name: Name, place: string) =>
    one<Targeting[Name]>(name, place, base[name], mine[name], theirs[name]);

  const targeting: Targeting = {
    ...theirs,
    on: field("on", "The switch"),
    offVariant: field("offVariant", "The variant while off"),
    prerequisites: mergeLists<Prerequisite>({
      lists: [base.prerequisites, mine.prerequisites, theirs.prerequisites],
      keyOf: ({ flag }) => flag,
      one: (key, was, my, their) =>
        one<Prerequisite | undefined>(`prerequisites/${key}`, `The prerequisite ${key}`, was, my, their),
    }),
    targets: mergeTargets(base.targets, mine.targets, theirs.targets, one),
    rules: mergeRules(sides, one),
    fallthrough: field("fallthrough", "Everyone else"),
  };
  return { targeting, conflicts };
}

type One = <T>(at: string, place: string, base: T, mine: T, theirs: T) => T;

function mergeRules(
  { base, mine, theirs }: { base: Targeting; mine: Targeting; theirs: Targeting },
  one: One,
): Rule[] {
  const nameOf = (id: string) => {
    for (const { rules } of [mine, theirs, base]) {
      const index = rules.findIndex((rule) => rule.id === id);
      if (index >= 0) return rules[index]?.name ?? `Rule ${index + 1}`;
    }
    return id;
  };
  return mergeLists<Rule>({
    lists: [base.rules, mine.rules, theirs.rules],
    keyOf: ({ id }) => id,
    order: (was, my, their) => one("order", "The order of the rules", was, my, their),
    one(id, was, my, their) {
      const place = nameOf(id);
      // Where one side took it away, there is nothing to put together.
      if (was === undefined || my === undefined || their === undefined)
        return one<Rule | undefined>(`rules/${id}`, place, was, my, their);
      const name = one<string | undefined>(
        `rules/${id}/name`,
        `The name of ${place}`,
        was.name,
        my.name,
        their.name,
      );
      return {
        id,
        ...(name === undefined ? {} : { name }),
        when: one(`rules/${id}/when`, `Whom “${place}” takes`, was.when, my.when, their.when),
        serve: one<Serve>(`rules/${id}/serve`, `What “${place}” serves`, was.serve, my.serve, their.serve),
      };
    },
  });
}

/** Keys of one variant are added and taken away one by one, so nobody's key is lost. */
function mergeTargets(
  base: readonly Target[],
  mine: readonly Target[],
  theirs: readonly Target[],
  one: One,
): Target[] {
  const keyOf = ({ by, variant }: Target) => JSON.stringify([by, variant]);
  return mergeLists<Target>({
    lists: [joined(base, keyOf), joined(mine, keyOf), joined(theirs, keyOf)],
    keyOf,
    one(key, was, my, their) {
      if (my === undefined || their === undefined)
        return one<Target | undefined>(`targets/${key}`, "Individual targets", was, my, their);
      const added = my.keys.filter((each) => was?.keys.includes(each) !== true);
      const removed = new Set(was?.keys.filter((each) => !my.keys.includes(each)));
      const kept = their.keys.filter((each) => !removed.has(each));
      return { ...their, keys: [...new Set([...kept, ...added])] };
    },
  }).filter(({ keys }) => keys.length > 0);
}

function joined(targets: readonly Target[], keyOf: (target: Target) => string): Target[] {
  const found = new Map<string, Target>();
  for (const target of targets) {
    const known = found.get(keyOf(target));
    found.set(
      keyOf(target),
      known === undefined ? target : { ...known, keys: [...known.keys, ...target.keys] },
    );
  }
  return [...found.values()];
}

interface Lists<T> {
  /** Before, mine, theirs. */
  readonly lists: readonly [readonly T[], readonly T[], readonly T[]];
  readonly keyOf: (item: T) => string;
  /** The item that comes of the three; undefined where it is gone. */
  readonly one: (
    key: string,
    was: T | undefined,
    mine: T | undefined,
    theirs: T | undefined,
  ) => T | undefined;
  /** The order of what all three have; theirs where left out. */
  readonly order?: (was: string[], mine: string[], theirs: string[]) => string[];
}

/** What either side added comes after what stood before it there. */
function mergeLists<T>({ lists, keyOf, one, order = (_, __, theirs) => theirs }: Lists<T>): T[] {
  const [was, mine, theirs] = lists.map((list) => new Map(list.map((item) => [keyOf(item), item])));
  if (was === undefined || mine === undefined || theirs === undefined) return [];
  const everywhere = (key: string) => was.has(key) && mine.has(key) && theirs.has(key);
  const common = (map: ReadonlyMap<string, T>) => [...map.keys()].filter(everywhere);
  const keys = order(common(was), common(mine), common(theirs));
  for (const side of [theirs, mine]) {
    let previous: string | undefined;
    for (const key of side.keys()) {
      if (!keys.includes(key)) keys.splice(previous === undefined ? 0 : keys.indexOf(previous) + 1, 0, key);
      previous = key;
    }
  }
  return keys.flatMap((key) => {
    const item = one(key, was.get(key), mine.get(key), theirs.get(key));
    return item === undefined ? [] : [item];
  });
}
