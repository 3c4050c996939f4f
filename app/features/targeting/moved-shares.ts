import type { Serve, Slice, Split } from "@guidon/engine";
import { sameJson } from "#app/platform/same-json.ts";
import { movedBetween, percentOf, WHOLE } from "./split-shares.ts";
import type { Targeting } from "./targeting.ts";

/** How many of those that come there are served another variant than before. */
export interface MovedShare {
  /** The rule's id; null: the fallthrough. */
  readonly rule: string | null;
  readonly percent: number;
}

/** Of every rule that stays, and the fallthrough, where what it serves changed so that the share can be told. */
export function movedShares(before: Targeting, after: Targeting): MovedShare[] {
  const places = [
    ...after.rules.map(({ id, serve }) => ({
      rule: id,
      was: before.rules.find((rule) => rule.id === id)?.serve,
      is: serve,
    })),
    { rule: null, was: before.fallthrough, is: after.fallthrough },
  ];
  return places.flatMap(({ rule, was, is }) => {
    const size = was === undefined ? undefined : movedShare(was, is);
    return size === undefined || size === 0 ? [] : [{ rule, percent: percentOf(size) }];
  });
}

/**
 * In buckets, who gets another variant. Exact for a split that keeps its draw and for a variant that gives way to a
 * split or the other way round; with another draw what is to be expected. Undefined where gates or foreign hashes have
 * a say in it.
 */
export function movedShare(was: Serve, is: Serve): number | undefined {
  const [before, after] = [asSplit(was), asSplit(is)];
  if (before.hash !== undefined || after.hash !== undefined) return undefined;
  if (!sameJson(before.gates ?? [], after.gates ?? []) || before.otherwise !== after.otherwise)
    return undefined;
  const sameDraw = "variant" in was || "variant" in is || isSameDraw(before, after);
  return sameDraw
    ? movedBetween(before.slices, after.slices)
    : Math.round(expectedBetween(before.slices, after.slices));
}

function isSameDraw(a: Split, b: Split): boolean {
  return a.seed === b.seed && sameJson(a.by, b.by);
}

function asSplit(serve: Serve): Split {
  if ("split" in serve) return serve.split;
  return { by: [], seed: 0, slices: [[serve.variant, 0, WHOLE]] };
}

/** Two draws know nothing of each other: who had a variant keeps it with the probability of its new share. */
function expectedBetween(before: readonly Slice[], after: readonly Slice[]): number {
  const sizes = (slices: readonly Slice[]) => {
    const found = new Map<string | null, number>([[null, WHOLE]]);
    for (const [variant, from, to] of slices) {
      found.set(variant, (found.get(variant) ?? 0) + to - from);
      found.set(null, (found.get(null) ?? 0) - (to - from));
    }
    return found;
  };
  const next = sizes(after);
  const kept = [...sizes(before)].reduce(
    (sum, [variant, size]) => sum + (size * (next.get(variant) ?? 0)) / WHOLE,
    0,
  );
  return WHOLE - kept;
}
