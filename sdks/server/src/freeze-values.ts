import type { Snapshot } from "@guidon/engine";

/**
 * Freezes all that object flags serve, however deep.
 *
 * Served objects are the snapshot's own, since copying one for each evaluation would cost more than the evaluation. A
 * caller that writes to one would change what everybody gets, until the next restart; frozen, it fails in that caller.
 */
export function freezeValues(snapshot: Snapshot): void {
  const open: unknown[] = [];
  for (const { variants } of snapshot.flags) {
    // A document of a newer engine level may have another shape.
    if (Array.isArray(variants))
      for (const variant of variants) open.push((variant as { value?: unknown } | null)?.value);
  }
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null || Object.isFrozen(value)) continue;
    Object.freeze(value);
    for (const part of Object.values(value) as unknown[]) open.push(part);
  }
}
