import { CompiledProgram, FlagEntry, SegmentEntry } from "./compiled-program.ts";
import type { Entry } from "./entry.ts";
import { isObject } from "./path.ts";
import type { CompileOptions, Program } from "./program.ts";
import { checkDocument } from "./schema.ts";
import type { Keys } from "./segment.ts";
import type { DocumentKind, Snapshot } from "./types.ts";

export { ENGINE_LEVEL } from "./schema.ts";

/**
 * Makes a snapshot ready. Total: it never throws, and a document that this engine cannot run is left out alone (`quarantined`). Documents are
 * checked and planned when they are first asked for. The values of variants are served as they are, so the snapshot must not be changed afterwards.
 */
export function compile(snapshot: Snapshot, options: CompileOptions = {}): Program {
  const program = new CompiledProgram((isObject(snapshot) ? snapshot : {}) as Snapshot, options);
  const previous = options.previous as CompiledProgram | undefined;
  const before = previous?.environment === program.environment ? previous : undefined;
  const { segments, flags } = program.snapshot;
  index(
    program,
    "segment",
    segments,
    program.segments,
    (key, given) => new SegmentEntry(program, key, given, before?.segments.get(key)),
  );
  index(
    program,
    "flag",
    flags,
    program.flags,
    (key, given) => new FlagEntry(program, key, given, before?.flags.get(key)),
  );
  for (const segment of program.segments.values()) takeLists(segment, options.lists);
  return program;
}

/** Enters documents by their keys; a key is taken by the first one that can run. */
function index<Indexed extends Entry>(
  program: CompiledProgram,
  kind: DocumentKind,
  documents: unknown,
  entries: Map<string, Indexed>,
  make: (key: string, given: unknown) => Indexed,
): void {
  if (!Array.isArray(documents)) return;
  for (const given of documents as unknown[]) {
    const { key } = isObject(given) ? given : {};
    const name = typeof key === "string" ? key : "";
    const other = entries.get(name);
    const isTaken = other?.verdict.source !== undefined;
    if (name !== "" && !isTaken) entries.set(name, make(name, given));
    if (isTaken || name === "") {
      const { problems, isTooOld } = checkDocument(kind, given, program, isTaken);
      const reason = isTooOld ? "engine_too_old" : "PARSE_ERROR";
      program.strays.push({ kind, key: name, reason, problems });
    } else if (other) program.strays.push(other.verdict.quarantined!);
  }
}

/** Takes the keys of a segment's lists; one that travels apart may be missing. */
function takeLists(segment: SegmentEntry, lists: CompileOptions["lists"]): void {
  const { source, key, program } = segment;
  if (!source) return;
  const keysOf = (list: "included" | "excluded"): Keys => {
    const given = source.lists[list];
    if ("keys" in given) return new Set(given.keys);
    const { revision, count, digest } = given;
    const keys = count === 0 ? new Set<string>() : lists?.(key, list, given);
    if (!keys) program.missingLists.push({ segment: key, list, revision, count, digest });
    return keys;
  };
  segment.included = keysOf("included");
  segment.excluded = keysOf("excluded");
}
