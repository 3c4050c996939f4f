import type { DocumentName, Snapshot } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { dependents, validate } from "@guidon/engine/validate";
import { invalidFields, Problem, type FieldProblem } from "#app/platform/problem.ts";
import type { DocumentOperation } from "./document-operation.ts";

/**
 * Throws where the resulting snapshot is not sound: a variant that is not there, a cycle, a needed flag gone.
 * With one document changed, pointers lead into that document; otherwise into the snapshot.
 */
export function refuseUnpublishable(snapshot: Snapshot, operations: readonly DocumentOperation[]): void {
  for (const operation of operations) {
    if ("archive" in operation) refuseNeeded(snapshot, { kind: "flag", key: operation.archive });
    else if ("remove" in operation) refuseNeeded(snapshot, operation.remove);
  }
  const problems = validate(snapshot, { matcher, hasher });
  if (problems.length === 0) return;
  const root = rootOfOnlyChange(snapshot, operations);
  const fields: FieldProblem[] = problems.map(({ pointer, message }) =>
    root !== undefined && pointer.startsWith(`${root}/`)
      ? { pointer: pointer.slice(root.length), message }
      : { pointer, message: `${subject(snapshot, pointer)}${message}` },
  );
  throw invalidFields(fields);
}

/** What others need stays, and they are named. */
function refuseNeeded(snapshot: Snapshot, gone: DocumentName): void {
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

function rootOfOnlyChange(snapshot: Snapshot, operations: readonly DocumentOperation[]): string | undefined {
  const [operation] = operations;
  if (operations.length !== 1 || operation === undefined || !("put" in operation)) return undefined;
  const documents = operation.put === "flag" ? snapshot.flags : snapshot.segments;
  return `/${operation.put}s/${documents.findIndex(({ key }) => key === operation.document.key)}`;
}

/** Names the document that a pointer into the snapshot leads to. */
function subject(snapshot: Snapshot, pointer: string): string {
  const [, collection, index] = pointer.split("/");
  if (collection !== "flags" && collection !== "segments") return "";
  const document = snapshot[collection][Number(index)];
  return document === undefined ? "" : `${collection === "flags" ? "Flag" : "Segment"} "${document.key}": `;
}
