import type { DocumentName, Snapshot } from "@guidon/engine";
import { dependents } from "@guidon/engine/validate";
import { Problem } from "#app/platform/problem.ts";
import type { DocumentOperation } from "./document-operation.ts";

/** Throws where others in the resulting snapshot need what the operations take away, and names them. */
export function refuseNeeded(snapshot: Snapshot, operations: readonly DocumentOperation[]): void {
  for (const operation of operations) {
    if ("archive" in operation) refuse(snapshot, { kind: "flag", key: operation.archive });
    else if ("remove" in operation) refuse(snapshot, operation.remove);
  }
}

function refuse(snapshot: Snapshot, gone: DocumentName): void {
  const needing = dependents(snapshot, gone);
  if (needing.length === 0) return;
  const names = needing.map(({ kind, key }) => `the ${kind} "${key}"`);
  throw new Problem("still_needed", {
    detail: `The ${gone.kind} "${gone.key}" is needed in ${snapshot.environment} by ${listed(names)}.`,
    extra: { environment: snapshot.environment, dependents: needing },
  });
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
