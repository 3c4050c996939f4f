import { CompiledProgram, FlagEntry, SegmentEntry } from "./compiled-program.ts";
import type { Checker, Entry } from "./entry.ts";
import type { MoreOperators } from "./operators.ts";
import { isObject } from "./path.ts";
import type { CompileOptions, Program } from "./program.ts";
import type { Keys } from "./segment.ts";
import { trusting } from "./trusting.ts";
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
  const { matcher, hasher, moreOperators, checker = trusting, lists } = options;
  const program = new CompiledProgram(given, { matcher, hasher, moreOperators }, checker);
  index(program, given.segments, program.segments, SegmentEntry);
  index(program, given.flags, program.flags, FlagEntry);
  const earlier = options.previous as CompiledProgram | undefined;
  if (earlier && earlier.environment === program.environment) follow(program, earlier);
  for (const segment of program.segments.values()) takeLists(segment, program, lists);
  return program;
}

/** Enters documents by their keys; a key is taken by the first one that can run. */
function index<Indexed extends Entry>(
  program: CompiledProgram,
  documents: unknown,
  entries: Map<string, Indexed>,
  Made: new (program: CompiledProgram, source: unknown) => Indexed,
): void {
  for (const source of Array.isArray(documents) ? (documents as unknown[]) : []) {
    const entry = new Made(program, source);
    const { key } = entry;
    const other = entries.get(key);
    const isTaken = other?.isSound === true;
    if (key !== "" && !isTaken) entries.set(key, entry);
    if (isTaken || key === "")
      program.strays.push(
        entry.refuse([{ pointer: "/key", code: isTaken ? "duplicate_key" : "not_a_key", message: "" }]),
      );
    else if (other) program.strays.push(other.quarantined!);
  }
}

function follow(program: CompiledProgram, earlier: CompiledProgram): void {
  const { matcher, hasher, moreOperators } = program.tools;
  const { tools, checker } = earlier;
  const isTrusted =
    checker === program.checker &&
    tools.matcher === matcher &&
    tools.hasher === hasher &&
    tools.moreOperators === moreOperators;
  for (const entry of [...program.segments.values(), ...program.flags.values()]) {
    const before = earlier.find(entry.kind, entry.key);
    if (before) entry.follow(before, isTrusted);
  }
}

/** Takes the keys of a segment's lists; one that travels apart may be missing. */
function takeLists(
  segment: SegmentEntry,
  { missingLists }: CompiledProgram,
  lists: CompileOptions["lists"],
): void {
  const { document, key } = segment;
  if (!document) return;
  const keysOf = (list: "included" | "excluded"): Keys => {
    const given = document.lists[list];
    if ("keys" in given) return new Set(given.keys);
    const { revision, count, digest } = given;
    const keys = count === 0 ? new Set<string>() : lists?.(key, list, given);
    if (!keys) missingLists.push({ segment: key, list, revision, count, digest });
    return keys;
  };
  segment.included = keysOf("included");
  segment.excluded = keysOf("excluded");
}
