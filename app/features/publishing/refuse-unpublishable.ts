import type { Snapshot } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { validate } from "@guidon/engine/validate";
import { invalidFields, type FieldProblem } from "#app/platform/problem.ts";
import type { DocumentOperation } from "./document-operation.ts";

/**
 * Throws where the resulting snapshot is not sound: a variant that is not there, a cycle, a needed flag gone.
 * With one document changed, pointers lead into that document; otherwise into the snapshot.
 */
export function refuseUnpublishable(snapshot: Snapshot, operations: readonly DocumentOperation[]): void {
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
