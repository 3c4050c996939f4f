import { trusting, type Checker } from "./trusting.ts";
import { CompiledProgram, FlagEntry, SegmentEntry } from "./compiled-program.ts";
import type { Entry } from "./entry.ts";
import { isObject } from "./path.ts";
import type { MoreOperators } from "./operators.ts";
import type { CompileOptions, Program } from "./program.ts";
import type { Keys } from "./segment.ts";
import type { Snapshot } from "./types.ts";

/** What the core is handed besides: see `@guidon/engine/checker` and `@guidon/engine/more-operators`. */
export interface CoreOptions extends CompileOptions {
  readonly moreOperators?: MoreOperators;
  /** Without it, documents are taken at their word. */
  readonly checker?: Checker;
}

/** Makes a snapshot ready, with what was handed in and nothing else; see `compile`. */
export function makeProgram(snapshot: Snapshot, options: CoreOptions = {}): Program {
  const given = (isObject(snapshot) ? snapshot : {}) as Snapshot;
  const program = new CompiledProgram(given, { ...options, checker: options.checker ?? trusting });
  const { segments, flags } = program;
  index(program, given.segments, segments, (source) => new SegmentEntry(program, source));
  index(program, given.flags, flags, (source) => new FlagEntry(program, source));
  const earlier = options.previous as CompiledProgram | undefined;
  if (earlier && earlier.environment === program.environment)
    for (const entry of [...segments.values(), ...flags.values()]) {
      const before = earlier.find(entry.kind, entry.key);
      if (before) entry.follow(before);
    }
  for (const segment of segments.values()) takeLists(segment, options.lists);
  return program;
}

/** Enters documents by their keys; a key is taken by the first one that can run. */
function index<Indexed extends Entry>(
  { strays }: CompiledProgram,
  documents: unknown,
  entries: Map<string, Indexed>,
  make: (source: unknown) => Indexed,
): void {
  for (const source of Array.isArray(documents) ? (documents as unknown[]) : []) {
    const entry = make(source);
    const { key } = entry;
    const other = entries.get(key);
    const isTaken = other?.isSound === true;
    if (key !== "" && !isTaken) entries.set(key, entry);
    if (isTaken || key === "")
      strays.push(entry.refuse([{ pointer: "/key", code: isTaken ? "duplicate_key" : "not_a_key", message: "" }])); // prettier-ignore
    else if (other) strays.push(other.quarantined!);
  }
}

/** Takes the keys of a segment's lists; one that travels apart may be missing. */
function takeLists(segment: SegmentEntry, lists: CompileOptions["lists"]): void {
  const { document, key, program } = segment;
  if (!document) return;
  const keysOf = (list: "included" | "excluded"): Keys => {
    const given = document.lists[list];
    if ("keys" in given) return new Set(given.keys);
    const { revision, count, digest } = given;
    const keys = count === 0 ? new Set<string>() : lists?.(key, list, given);
    if (!keys) program.missingLists.push({ segment: key, list, revision, count, digest });
    return keys;
  };
  segment.included = keysOf("included");
  segment.excluded = keysOf("excluded");
}
