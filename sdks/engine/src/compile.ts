import { CompiledProgram, FlagEntry, SegmentEntry } from "./compiled-program.ts";
import { findUnsound, type Needs } from "./graph.ts";
import { isObject } from "./path.ts";
import type { CompileOptions, Program } from "./program.ts";
import { checkDocument, TYPES, type Facts } from "./schema.ts";
import type { Keys } from "./segment.ts";
import type {
  DocumentKind,
  Evaluation,
  FlagDocument,
  FlagType,
  Problem,
  SegmentDocument,
  Snapshot,
} from "./types.ts";

export { ENGINE_LEVEL } from "./schema.ts";

/** A document of the snapshot, or its last good version; without facts it cannot run. */
interface Checked {
  readonly source: unknown;
  readonly facts: Facts | undefined;
  readonly isTooOld: boolean;
}
type CheckedDocuments = Readonly<Record<DocumentKind, Map<string, Checked>>>;

/**
 * Makes a snapshot ready. Total: it never throws, and a document that this engine cannot run is left out alone (`quarantined`). The values
 * of variants are served as they are, so the snapshot must not be changed afterwards.
 */
export function compile(snapshot: Snapshot, options: CompileOptions = {}): Program {
  const program = new CompiledProgram((isObject(snapshot) ? snapshot : {}) as Snapshot, options);
  const previous = options.previous as CompiledProgram | undefined;
  const before = previous?.environment === program.environment ? previous : undefined;
  const { segments, flags } = program.snapshot;
  const documents: CheckedDocuments = {
    segment: checkAll("segment", segments, program, before),
    flag: checkAll("flag", flags, program, before),
  };
  leaveOutUnsound(documents, program);
  for (const [key, checked] of documents.segment)
    if (checked.facts) program.segments.set(key, segmentEntry(program, checked, options.lists));
  for (const [key, checked] of documents.flag) program.flags.set(key, flagEntry(program, key, checked));
  return program;
}

/** Checks documents, trusting those of a revision that was checked before; of one with problems its last good version goes on. */
function checkAll(
  kind: DocumentKind,
  sources: unknown,
  program: CompiledProgram,
  before: CompiledProgram | undefined,
): Map<string, Checked> {
  const documents = new Map<string, Checked>();
  const isTrusted = before?.matcher === program.matcher && before?.hasher === program.hasher;
  const entries: ReadonlyMap<string, FlagEntry | SegmentEntry> | undefined =
    kind === "flag" ? before?.flags : before?.segments;
  for (const source of Array.isArray(sources) ? (sources as unknown[]) : []) {
    const { key, revision } = isObject(source) ? source : {};
    const name = typeof key === "string" ? key : "";
    const isTaken = documents.get(name)?.facts !== undefined;
    const last = isTaken ? undefined : entries?.get(name);
    const good = last?.facts && { source: last.source, facts: last.facts, isTooOld: false };
    if (
      good &&
      isTrusted &&
      (good.source === source || (revision !== undefined && good.source.revision === revision))
    ) {
      documents.set(name, good);
      continue;
    }
    const { problems, isTooOld, facts } = checkDocument(kind, source, program, isTaken);
    if (facts) {
      documents.set(name, { source, facts, isTooOld });
      continue;
    }
    const kept = isTrusted || (good && checkDocument(kind, good.source, program).facts) ? good : undefined;
    quarantine(program, kind, name, problems, isTooOld, kept?.source.revision);
    if (!isTaken && name !== "") documents.set(name, kept ?? { source, facts, isTooOld });
  }
  return documents;
}

function quarantine(
  { quarantined }: CompiledProgram,
  kind: DocumentKind,
  key: string,
  problems: readonly Problem[],
  isTooOld: boolean,
  kept?: number,
): void {
  const reason = isTooOld ? "engine_too_old" : "PARSE_ERROR";
  quarantined.push({ kind, key, reason, problems, ...(kept !== undefined && { kept }) });
}

/** Quarantines the documents that need themselves, or that are nested too deep with all they need. */
function leaveOutUnsound(documents: CheckedDocuments, program: CompiledProgram): void {
  const needs: Needs<Checked> = (document) => {
    const { depth = 0, references = [] } = document.facts ?? {};
    return { depth, needs: references.flatMap(({ kind, key }) => documents[kind].get(key) ?? []) };
  };
  const needy = (["segment", "flag"] as const).flatMap((kind) =>
    [...documents[kind]]
      .filter(([, { facts }]) => facts && facts.references.length > 0)
      .map(([key, document]) => ({ kind, key, document })),
  );
  const unsound = findUnsound(
    needy.map(({ document }) => document),
    needs,
  );
  for (const { kind, key, document } of needy) {
    const code = unsound.get(document);
    if (code === undefined) continue;
    quarantine(program, kind, key, [{ pointer: "", code, message: code.replaceAll("_", " ") }], false);
    documents[kind].set(key, { source: document.source, facts: undefined, isTooOld: false });
  }
}

/** A flag that cannot run answers an error to everybody. */
function flagEntry(program: CompiledProgram, key: string, { source, facts, isTooOld }: Checked): FlagEntry {
  if (facts) return new FlagEntry(program, source as FlagDocument, facts);
  const { revision, type, client } = source as Readonly<Record<string, unknown>>;
  const flagRevision = Number.isSafeInteger(revision) ? (revision as number) : 0;
  const error: Evaluation = Object.freeze({
    ...{ value: null, variant: null, reason: "ERROR", errorCode: "PARSE_ERROR" },
    ...(isTooOld && { detail: "engine_too_old" }),
    ...{ flagRevision, environmentRevision: program.revision },
  });
  const known = {
    ...{ key, revision: flagRevision, client: client === true },
    type: TYPES.includes(type) ? (type as FlagType) : "object",
  };
  const plan = { state: "quarantined", fixed: error, asking: undefined } as const;
  return new FlagEntry(program, known as FlagDocument, undefined, plan);
}

function segmentEntry(
  program: CompiledProgram,
  checked: Checked,
  lists: CompileOptions["lists"],
): SegmentEntry {
  const document = checked as Pick<SegmentEntry, "source" | "facts">;
  const { key } = document.source;
  const keysOf = (list: "included" | "excluded"): Keys => {
    const given = document.source.lists[list];
    if ("keys" in given) return new Set(given.keys);
    const { revision, count, digest } = given;
    const keys = count === 0 ? new Set<string>() : lists?.(key, list, given);
    if (!keys) program.missingLists.push({ segment: key, list, revision, count, digest });
    return keys;
  };
  return new SegmentEntry(program, document, [keysOf("included"), keysOf("excluded")]);
}
