import type { FlagDocument, Gate, Range, Snapshot } from "@guidon/engine";
import { sameJson } from "#app/platform/same-json.ts";
import type { DocumentOperation, SnapshotParts } from "./document-operation.ts";

/** A flag that would have of a layer what another holds. */
export interface Overlap {
  readonly flag: string;
  readonly holder: string;
  readonly seed: number;
  /** What both would have; null where they draw by different attributes, so that nothing is told apart. */
  readonly range: Range | null;
}

/**
 * Slices of a layer are disjoint, whatever way leads to them: found is the first that the operations would make overlap.
 * Gates that stay as they are, are left aside, so that an old mistake holds up nothing else.
 */
export function findOverlap(
  snapshot: Pick<Snapshot, "flags">,
  operations: readonly DocumentOperation[],
  before: SnapshotParts,
): Overlap | undefined {
  const old = new Map(before.flags.map((flag) => [flag.key, flag]));
  for (const operation of operations) {
    if (!("put" in operation) || operation.put !== "flag") continue;
    const { document } = operation;
    const gates = layerGates(document);
    const was = old.get(document.key);
    if (gates.length === 0 || (was !== undefined && sameJson(gates, layerGates(was)))) continue;
    const found = overlapOf(document.key, gates, snapshot);
    if (found !== undefined) return found;
  }
  return undefined;
}

function overlapOf(flag: string, gates: readonly Gate[], snapshot: Pick<Snapshot, "flags">) {
  for (const other of snapshot.flags) {
    if (other.key === flag) continue;
    for (const theirs of layerGates(other))
      for (const ours of gates) {
        if (ours.seed !== theirs.seed) continue;
        const held = { flag, holder: other.key, seed: ours.seed };
        if (!sameJson([ours.by, ours.hash ?? null], [theirs.by, theirs.hash ?? null]))
          return { ...held, range: null };
        const range = shared(ours.ranges, theirs.ranges);
        if (range !== undefined) return { ...held, range };
      }
  }
  return undefined;
}

function layerGates({ rules, fallthrough }: FlagDocument): Gate[] {
  return [...rules.map(({ serve }) => serve), fallthrough].flatMap((serve) =>
    "split" in serve ? (serve.split.gates ?? []).filter(({ kind }) => kind === "layer") : [],
  );
}

function shared(ours: readonly Range[], theirs: readonly Range[]): Range | undefined {
  for (const [a, b] of ours)
    for (const [c, d] of theirs) if (Math.max(a, c) < Math.min(b, d)) return [Math.max(a, c), Math.min(b, d)];
  return undefined;
}
