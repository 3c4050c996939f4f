import type { ListReference } from "@guidon/engine";
import type { ListDelta } from "@guidon/engine/documents";
import type { Context, HeldList, LiveEnvironment } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { listHeads } from "./list-heads.server.ts";
import { selectListChanges } from "./list-store.server.ts";
import { listKey, netDelta, type ListPlace } from "./lists.ts";
import { ListMismatch, readListAt } from "./read-list-at.server.ts";
import { within } from "./within.server.ts";

export type ListAnswer =
  | { readonly kind: "whole"; readonly held: HeldList }
  | {
      readonly kind: "delta";
      /** A revision of the list. */
      readonly since: number;
      readonly delta: ListDelta;
      readonly reference: ListReference;
    };

export interface ReadListInput extends Omit<ListPlace, "environmentId"> {
  /** The one that is served now where left out. */
  readonly revision?: number | undefined;
  /** The revision that the reader holds. */
  readonly since?: number | undefined;
}

const patienceMs = 2000;

/**
 * A list of the environment at one of its revisions, whole or as the way from the one that the reader holds: whatever is
 * shorter. While the log cannot be read, what is in memory is given whole.
 */
export async function readList(
  ctx: Context,
  live: LiveEnvironment,
  { revision, since, ...named }: ReadListInput,
): Promise<ListAnswer> {
  const place = { environmentId: live.id, ...named };
  const held = await find(ctx, live, { place, revision });
  if (since === undefined || since < 0 || since > held.revision) return { kind: "whole", held };
  const delta = await deltaOnce(ctx, place, { held, since }).catch((error: unknown) => {
    ctx.log.warn({ err: error, ...place }, "the change of a list could not be read from its log");
    return undefined;
  });
  if (delta === undefined || lengthOf([...delta.added, ...delta.removed]) > lengthOf(held.keys))
    return { kind: "whole", held };
  const { count, digest } = held;
  return { kind: "delta", since, delta, reference: { revision: held.revision, count, digest } };
}

async function find(
  ctx: Context,
  live: LiveEnvironment,
  { place, revision }: { place: ListPlace; revision: number | undefined },
): Promise<HeldList> {
  const segment = live.snapshot.segments.find(({ key }) => key === place.segment);
  if (segment === undefined)
    throw new Problem("not_found", { detail: `There is no segment "${place.segment}" here.` });
  const given = segment.lists[place.list];
  const held = live.lists.get(listKey(place));
  const wanted = revision ?? ("keys" in given ? undefined : given.revision);
  if (held !== undefined && held.revision === wanted) return held;
  try {
    return await within(patienceMs, fromLog(ctx, place, wanted));
  } catch (error) {
    if (error instanceof ListMismatch)
      throw new Problem("not_found", { detail: `The list has no revision ${wanted ?? 0}.` });
    throw error;
  }
}

async function fromLog(ctx: Context, place: ListPlace, wanted: number | undefined): Promise<HeldList> {
  const revision = wanted ?? (await listHeads(ctx.db, place))[place.list].revision;
  return readListAt(ctx.db, { ...place, revision });
}

/** Everybody who follows asks for the same change at the same time, so it is read once. */
const deltas = new WeakMap<HeldList, Map<number, Promise<ListDelta | undefined>>>();

function deltaOnce(
  ctx: Context,
  place: ListPlace,
  { held, since }: { held: HeldList; since: number },
): Promise<ListDelta | undefined> {
  const known = deltas.get(held) ?? new Map<number, Promise<ListDelta | undefined>>();
  deltas.set(held, known);
  const asked = known.get(since) ?? within(patienceMs, readDelta(ctx, place, { held, since }));
  known.set(since, asked);
  asked.catch(() => known.delete(since));
  return asked;
}

/** Undefined where the log does not hold every step of the way. */
async function readDelta(
  ctx: Context,
  place: ListPlace,
  { held, since }: { held: HeldList; since: number },
): Promise<ListDelta | undefined> {
  const rows = await selectListChanges(ctx.db, place, { from: since + 1, to: held.revision });
  return rows.length === held.revision - since ? netDelta(rows) : undefined;
}

const lengthOf = (keys: Iterable<string>): number => {
  let length = 0;
  for (const key of keys) length += key.length + 3;
  return length;
};
