import type { ListReference, ListStep, SegmentDocument, Snapshot } from "@guidon/engine";
import { changeKeys, listDigest, type Sha256 } from "@guidon/engine/documents";

/** A list that travels apart from its segment, verified; its keys are never changed. */
export interface HeldList extends ListReference {
  segment: string;
  list: "included" | "excluded";
  keys: ReadonlySet<string>;
}

/** A list that a segment refers to and that is not here, and the revision that is here in its place, if any. */
export interface WantedList extends ListReference {
  segment: string;
  list: "included" | "excluded";
  held: number | undefined;
}

/** The lists of the held snapshot. Each is replaced as a whole, and only by what has the digest that its segment names. */
export interface Lists {
  /** For the engine: the list as it shall be, else its last good state. */
  keysOf: (segment: string, list: "included" | "excluded") => ReadonlySet<string> | undefined;
  /** Another snapshot is held: goes the short ways that came with it, and forgets the lists that it does not know. */
  follow: (snapshot: Snapshot, steps?: unknown) => void;
  /** What is to be fetched for the snapshot that was followed last. */
  wanted: () => WantedList[];
  /** Takes what the service answered for a wanted list; false where it is not that list. */
  offer: (wanted: WantedList, body: unknown) => boolean;
  /** Takes lists that were kept on disk, as far as they are sound; for before the first snapshot. */
  restore: (kept: unknown) => void;
  all: () => HeldList[];
}

/** Makes a set of no lists. */
export function createLists(sha256: Sha256): Lists {
  const held = new Map<string, HeldList>();
  let references = new Map<string, Omit<WantedList, "held">>();

  function take(wanted: Omit<WantedList, "held">, keys: ReadonlySet<string>): boolean {
    const { segment, list, revision, count, digest } = wanted;
    if (keys.size !== count || listDigest(keys, sha256) !== digest) return false;
    held.set(nameOf(wanted), { segment, list, revision, count, digest, keys });
    return true;
  }

  const isHeld = (reference: Omit<WantedList, "held">): boolean =>
    held.get(nameOf(reference))?.digest === reference.digest;

  return {
    keysOf: (segment, list) => held.get(nameOf({ segment, list }))?.keys,
    follow(snapshot, steps) {
      references = new Map(snapshot.segments.flatMap(referencesOf).map((each) => [nameOf(each), each]));
      for (const step of Array.isArray(steps) ? steps : []) {
        if (!isStep(step)) continue;
        const reference = references.get(nameOf(step));
        const before = held.get(nameOf(step));
        if (reference === undefined || isHeld(reference) || before?.revision !== step.since) continue;
        take(reference, changeKeys(before.keys, step));
      }
      for (const name of held.keys()) if (!references.has(name)) held.delete(name);
    },
    wanted: () =>
      [...references.values()]
        .filter((reference) => !isHeld(reference))
        .map((reference) => ({ ...reference, held: held.get(nameOf(reference))?.revision })),
    offer(wanted, body) {
      if (typeof body !== "object" || body === null) return false;
      const { keys, since, added, removed } = body as Record<string, unknown>;
      if (areTexts(keys)) return take(wanted, new Set(keys));
      const before = held.get(nameOf(wanted));
      if (before === undefined || before.revision !== since) return false;
      return (
        areTexts(added) && areTexts(removed) && take(wanted, changeKeys(before.keys, { added, removed }))
      );
    },
    restore(kept) {
      for (const list of Array.isArray(kept) ? kept : []) if (isKept(list)) take(list, new Set(list.keys));
    },
    all: () => [...held.values()],
  };
}

const nameOf = ({ segment, list }: { segment: string; list: string }): string => `${list} ${segment}`;

// A document of a newer engine level may have another shape; it is quarantined, and then nothing asks for its lists.
function referencesOf({ key: segment, lists }: SegmentDocument): Omit<WantedList, "held">[] {
  return (["included", "excluded"] as const).flatMap((list) => {
    const given: unknown = (lists as Partial<SegmentDocument["lists"]> | undefined)?.[list];
    return isReference(given) && given.count > 0 ? [{ segment, list, ...pick(given) }] : [];
  });
}

const pick = ({ revision, count, digest }: ListReference): ListReference => ({ revision, count, digest });

function isReference(value: unknown): value is ListReference {
  if (typeof value !== "object" || value === null || "keys" in value) return false;
  const { revision, count, digest } = value as Record<string, unknown>;
  return typeof revision === "number" && typeof count === "number" && typeof digest === "string";
}

function isStep(value: unknown): value is ListStep {
  if (typeof value !== "object" || value === null) return false;
  const { segment, list, since, added, removed } = value as Record<string, unknown>;
  const isNamed = typeof segment === "string" && (list === "included" || list === "excluded");
  return isNamed && typeof since === "number" && areTexts(added) && areTexts(removed);
}

function isKept(value: unknown): value is Omit<HeldList, "keys"> & { keys: string[] } {
  if (!isReference(withoutKeys(value))) return false;
  const { segment, list, keys } = value as Record<string, unknown>;
  return typeof segment === "string" && (list === "included" || list === "excluded") && areTexts(keys);
}

function withoutKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const { keys: _, ...rest } = value as Record<string, unknown>;
  return rest;
}

const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");
