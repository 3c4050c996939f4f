import type { Document, Problem, Snapshot } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { validate } from "@guidon/engine/validate";
import { invalidFields, type FieldProblem } from "#app/platform/problem.ts";
import type { DocumentOperation, SnapshotParts } from "./document-operation.ts";

/**
 * Throws where the operations make an unsound snapshot of `before`: a variant that is not there, a cycle, a needed flag
 * gone. With one document changed, pointers lead into that document; otherwise into the snapshot.
 */
export function refuseUnpublishable(
  snapshot: Snapshot,
  operations: readonly DocumentOperation[],
  before: SnapshotParts,
): void {
  const problems = problemsMade(snapshot, operations, before);
  if (problems.length === 0) return;
  const root = rootOfOnlyChange(snapshot, operations);
  const fields: FieldProblem[] = problems.map(({ pointer, message }) =>
    root !== undefined && pointer.startsWith(`${root}/`)
      ? { pointer: pointer.slice(root.length), message }
      : { pointer, message: `${subject(snapshot, pointer)}${message}` },
  );
  throw invalidFields(fields);
}

/**
 * What is wrong with other documents already is left aside: one that a newer process published, and that this one cannot
 * read, must not hold up a kill.
 */
function problemsMade(
  snapshot: Snapshot,
  operations: readonly DocumentOperation[],
  before: SnapshotParts,
): Problem[] {
  const problems = validate(snapshot, { matcher, hasher });
  if (problems.length === 0) return problems;
  const old = { ...snapshot, ...before };
  const known = new Set(validate(old, { matcher, hasher }).map((problem) => identity(old, problem)));
  const own = new Set(
    operations.flatMap((operation) =>
      "put" in operation ? [`/${operation.put}s/${operation.document.key}`] : [],
    ),
  );
  return problems.filter(
    (problem) => own.has(ownerOf(snapshot, problem.pointer)) || !known.has(identity(snapshot, problem)),
  );
}

/** The same for the same problem of a document, wherever in the snapshot it stands. */
function identity(snapshot: Snapshot, { pointer, code }: Problem): string {
  return [ownerOf(snapshot, pointer), ...pointer.split("/").slice(3), code].join("/");
}

/** The document that a pointer into the snapshot leads to, by its key instead of its index. */
function ownerOf(snapshot: Snapshot, pointer: string): string {
  const document = documentAt(snapshot, pointer);
  return document === undefined ? "" : `/${pointer.split("/")[1]}/${document.key}`;
}

function rootOfOnlyChange(snapshot: Snapshot, operations: readonly DocumentOperation[]): string | undefined {
  const [operation] = operations;
  if (operations.length !== 1 || operation === undefined || !("put" in operation)) return undefined;
  const documents = operation.put === "flag" ? snapshot.flags : snapshot.segments;
  return `/${operation.put}s/${documents.findIndex(({ key }) => key === operation.document.key)}`;
}

/** Names the document that a pointer into the snapshot leads to. */
function subject(snapshot: Snapshot, pointer: string): string {
  const document = documentAt(snapshot, pointer);
  if (document === undefined) return "";
  return `${pointer.startsWith("/flags/") ? "Flag" : "Segment"} "${document.key}": `;
}

function documentAt(snapshot: Snapshot, pointer: string): Document | undefined {
  const [, collection, index] = pointer.split("/");
  if (collection !== "flags" && collection !== "segments") return undefined;
  return snapshot[collection][Number(index)];
}
