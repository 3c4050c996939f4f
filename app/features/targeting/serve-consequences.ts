import type { Gate, Range, Serve, Slice, Split } from "@guidon/engine";
import { sameJson } from "#app/platform/same-json.ts";
import { movedShare } from "./moved-shares.ts";
import { formatPercent, movedBetween, WHOLE } from "./split-shares.ts";

/** What a change of what is served does to those who come there, in sentences; none where it does nothing. */
export function serveConsequences(was: Serve | undefined, is: Serve): string[] {
  if (was === undefined || sameJson(was, is)) return [];
  if (!("split" in was) || !("split" in is)) {
    const moved = movedShare(was, is);
    return moved === undefined || moved === 0 ? [] : [`${formatPercent(moved)} get another variant.`];
  }
  return [...drawWords(was.split, is.split), ...gateWords(was.split, is.split)];
}

function drawWords(before: Split, after: Split): string[] {
  const bare = (split: Split): Serve => {
    const { gates: _, otherwise: __, ...rest } = split;
    return { split: rest };
  };
  const moved = movedShare(bare(before), bare(after));
  if (moved === undefined) return [];
  if (before.seed !== after.seed || !sameJson(before.by, after.by)) {
    const why = before.seed === after.seed ? "Drawn by something else" : "With a new draw";
    return [`${why}, everybody is dealt anew: about ${formatPercent(moved)} get another variant.`];
  }
  if (moved === 0)
    return sameJson(before.slices, after.slices) ? [] : ["Nobody in the split changes variant."];
  const least = leastMoved(before.slices, after.slices);
  const fewest =
    moved <= least ? "the fewest that these shares allow" : `at least ${formatPercent(least)} would have to`;
  return [`Exactly ${formatPercent(moved)} of those in the split change variant, ${fewest}.`];
}

/** What those who lose a share lose, at the least. */
function leastMoved(before: readonly Slice[], after: readonly Slice[]): number {
  const sizes = (slices: readonly Slice[]) => {
    const found = new Map<string | null, number>([[null, WHOLE]]);
    for (const [variant, from, to] of slices) {
      found.set(variant, (found.get(variant) ?? 0) + to - from);
      found.set(null, (found.get(null) ?? 0) - (to - from));
    }
    return found;
  };
  const next = sizes(after);
  return [...sizes(before)].reduce(
    (sum, [variant, size]) => sum + Math.max(0, size - (next.get(variant) ?? 0)),
    0,
  );
}

function gateWords(before: Split, after: Split): string[] {
  const [old, now] = [before.gates ?? [], after.gates ?? []];
  if (sameJson(old, now)) return [];
  const [one, other, ...more] = changedGates(old, now);
  if (one === undefined || other === undefined || more.length > 0 || !isSameDraw(one, other))
    return ["Who enters the split changes."];
  const asSlices = (ranges: readonly Range[]): Slice[] => ranges.map(([from, to]) => ["in", from, to]);
  const changed = movedBetween(asSlices(one.ranges), asSlices(other.ranges));
  const [was, is] = [sizeOfRanges(one.ranges), sizeOfRanges(other.ranges)];
  if (Math.abs(is - was) < changed)
    return [`Who enters changes for ${formatPercent(changed)} of those who come here.`];
  return is > was
    ? [`Lets ${formatPercent(changed)} more of those who come here in. Nobody inside changes variant.`]
    : [`Puts ${formatPercent(changed)} of those who come here out. Nobody left inside changes variant.`];
}

/** The one gate that differs, before and after: a gate that is not there lets everybody in. */
function changedGates(old: readonly Gate[], now: readonly Gate[]): Gate[] {
  const open = (gate: Gate): Gate => ({ ...gate, ranges: [[0, WHOLE]] });
  const lost = old.filter((gate) => !now.some((other) => sameJson(gate, other)));
  const gained = now.filter((gate) => !old.some((other) => sameJson(gate, other)));
  const [before, after] = [lost[0], gained[0]];
  if (lost.length > 1 || gained.length > 1) return [];
  if (before !== undefined && after !== undefined) return [before, after];
  if (before !== undefined) return [before, open(before)];
  return after === undefined ? [] : [open(after), after];
}

function isSameDraw(one: Gate, other: Gate): boolean {
  return one.seed === other.seed && sameJson(one.by, other.by) && one.hash === undefined;
}

function sizeOfRanges(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}
