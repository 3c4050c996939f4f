import { Call, type Ask, type Attribute } from "./call.ts";
import type { SharedClause } from "./condition.ts";
import { planFlag, planQuarantined, type FlagPlan } from "./flag.ts";
import { findUnsound, type Node } from "./graph.ts";
import { isObject, toPath, type Members } from "./path.ts";
import type { CompileOptions, MissingList, Program, ProgramFlag, Quarantined } from "./program.ts";
import { checkDocument, DEEPEST, TYPES, type Reference } from "./schema.ts";
import { planSegment, type Keys } from "./segment.ts";
import type {
  Condition,
  DocumentKind,
  Evaluation,
  FlagDocument,
  FlagType,
  Problem,
  SegmentDocument,
  Snapshot,
} from "./types.ts";

export { ENGINE_LEVEL } from "./schema.ts";

/** What is known of a document that has been checked; it is planned when it is first asked for. */
interface Entry {
  readonly kind: DocumentKind;
  readonly key: string;
  readonly revision: number;
  readonly source: unknown;
  readonly depth: number;
  readonly references: readonly Reference[];
  readonly isQuarantined?: boolean;
  /** Where a call remembers what this came to. */
  readonly cell: number;
}

export interface FlagEntry extends Entry, ProgramFlag {
  plan: FlagPlan | undefined;
}

export interface SegmentEntry extends Entry {
  included: Keys;
  excluded: Keys;
  ask: Ask | undefined;
}

/** What `compile` makes; the rest of the engine sees it as this, everybody else as a `Program`. */
export class CompiledProgram implements Program {
  readonly snapshot: Snapshot;
  readonly environment: string;
  readonly revision: number;
  readonly options: CompileOptions;
  readonly flags = new Map<string, FlagEntry>();
  readonly segments = new Map<string, SegmentEntry>();
  readonly quarantined: Quarantined[] = [];
  readonly missingLists: MissingList[] = [];
  /** Clauses made ready, by their text. */
  readonly clauses = new Map<string, SharedClause>();
  /** How many cells a call needs. */
  cells = 0;
  /** Replaces a condition that was made ready by one that also tells how it came out; see `explain`. */
  trace: ((source: Condition, ask: Ask, inElement: boolean) => Ask) | undefined;
  private readonly attributes = new Map<string, Attribute>();
  private idle: Call | undefined;

  constructor(snapshot: Snapshot, { matcher, hasher, lists }: CompileOptions) {
    this.snapshot = snapshot;
    this.environment = snapshot.environment;
    this.revision = snapshot.revision;
    this.options = { matcher, hasher, lists } as CompileOptions;
  }

  attribute(text: string): Attribute {
    let attribute = this.attributes.get(text);
    if (!attribute) this.attributes.set(text, (attribute = { cell: this.cells++, path: toPath(text) }));
    return attribute;
  }

  planOf(flag: FlagEntry): FlagPlan {
    return (flag.plan ??= planFlag(flag.source as FlagDocument, this));
  }

  askOf(segment: SegmentEntry): Ask {
    const { source, included, excluded } = segment;
    return (segment.ask ??= planSegment(source as SegmentDocument, this, included, excluded));
  }

  /** A call to use until `release`; another one where a getter of the context evaluates in the middle of an evaluation. */
  begin(context: unknown, now: number, isMany = false): Call {
    let call = this.idle;
    if (call === undefined || call.size < this.cells) call = new Call(this, this.cells);
    this.idle = undefined;
    call.begin(context, now, isMany);
    return call;
  }

  release(call: Call): void {
    this.idle = call;
  }
}

/**
 * Makes a snapshot ready. Total: it never throws, and a document that this engine cannot run is left out alone (`quarantined`). The values
 * of variants are served as they are, so the snapshot must not be changed afterwards.
 */
export function compile(snapshot: Snapshot, options: CompileOptions = {}): Program {
  const program = new CompiledProgram((isObject(snapshot) ? snapshot : {}) as Snapshot, options);
  const previous = options.previous as CompiledProgram | undefined;
  const before = previous?.environment === program.environment ? previous : undefined;
  const { segments, flags } = program.snapshot;
  if (Array.isArray(segments)) for (const document of segments) add(program, "segment", document, before);
  if (Array.isArray(flags)) for (const document of flags) add(program, "flag", document, before);
  leaveOutUnsound(program);
  for (const segment of program.segments.values()) {
    segment.included = keysOf(program, segment, "included");
    segment.excluded = keysOf(program, segment, "excluded");
  }
  return program;
}

const entriesOf = (program: CompiledProgram, kind: DocumentKind): Map<string, Entry> =>
  kind === "flag" ? program.flags : program.segments;

/** Checks one document, or trusts the one of that revision which was checked before; one with problems is quarantined, and its last good version goes on. */
function add(
  program: CompiledProgram,
  kind: DocumentKind,
  source: unknown,
  before: CompiledProgram | undefined,
): void {
  const { options } = program;
  const { key, revision } = isObject(source) ? source : {};
  const name = typeof key === "string" ? key : "";
  const entries = entriesOf(program, kind);
  const isTaken = entries.get(name)?.isQuarantined === false;
  const last = isTaken || !before ? undefined : entriesOf(before, kind).get(name);
  const old = last?.isQuarantined === false ? last : undefined;
  const isTrusted = before?.options.matcher === options.matcher && before?.options.hasher === options.hasher;
  const enter = (good: Pick<Entry, "source" | "depth" | "references">): void => {
    entries.set(name, entryOf(program, kind, name, good));
  };
  if (old && isTrusted && (old.source === source || (revision !== undefined && old.revision === revision)))
    return enter(old);
  const { problems, isTooOld, depth, references } = checkDocument(kind, source, options, isTaken);
  if (problems.length === 0) return enter({ source, depth, references });
  const kept =
    old && (isTrusted || checkDocument(kind, old.source, options).problems.length === 0) ? old : undefined;
  quarantine(program, kind, name, problems, isTooOld, kept);
  if (kept) enter(kept);
  else if (!isTaken && name !== "") leaveOut(program, kind, name, source, isTooOld);
}

const NONE: readonly never[] = [];

function entryOf(
  program: CompiledProgram,
  kind: DocumentKind,
  key: string,
  { source, depth, references }: Pick<Entry, "source" | "depth" | "references">,
): FlagEntry & SegmentEntry {
  const { type, revision, client } = source as Members;
  return {
    ...{
      kind,
      key,
      type: type as FlagType,
      revision: revision as number,
      client: client === true,
      source,
      depth,
      isQuarantined: false,
    },
    ...{ references: references.length > 0 ? references : NONE, cell: program.cells++ },
    ...{ plan: undefined, ask: undefined, included: undefined, excluded: undefined },
  };
}

function quarantine(
  { quarantined }: CompiledProgram,
  kind: DocumentKind,
  key: string,
  problems: readonly Problem[],
  isTooOld: boolean,
  kept?: Entry,
): void {
  const reason = isTooOld ? "engine_too_old" : "PARSE_ERROR";
  quarantined.push({ kind, key, reason, problems, ...(kept && { kept: kept.revision }) });
}

/** A segment that cannot run is not there; a flag answers an error to everybody. */
function leaveOut(
  program: CompiledProgram,
  kind: DocumentKind,
  key: string,
  source: unknown,
  isTooOld: boolean,
): void {
  program.segments.delete(kind === "segment" ? key : "");
  if (kind === "segment") return;
  const { revision, type } = isObject(source) ? source : {};
  const flagRevision = Number.isSafeInteger(revision) ? (revision as number) : 0;
  const error: Evaluation = Object.freeze({
    ...{ value: null, variant: null, reason: "ERROR", errorCode: "PARSE_ERROR" },
    ...(isTooOld && { detail: "engine_too_old" }),
    ...{ flagRevision, environmentRevision: program.revision },
  });
  program.flags.set(key, {
    ...entryOf(program, kind, key, { source: source ?? {}, depth: 1, references: NONE }),
    ...{ type: TYPES.includes(type) ? (type as FlagType) : "object", revision: flagRevision },
    ...{ isQuarantined: true, plan: planQuarantined(error) },
  });
}

interface EntryNode extends Node {
  readonly entry?: Entry;
}

const nodeOf = (depth: number, entry?: Entry): EntryNode => ({
  ...{ depth, needs: NONE, order: 0, low: 0, next: 0, height: undefined },
  ...(entry && { entry }),
});

/** Quarantines the documents that need themselves, or that are nested too deep with all they need. */
function leaveOutUnsound(program: CompiledProgram): void {
  const nodes = new Map<Entry, EntryNode>();
  // Any document that needs no other and has no nested conditions.
  const leaf = nodeOf(1);
  for (const entries of [program.segments, program.flags])
    for (const entry of entries.values())
      if (entry.references.length > 0 || entry.depth > 1) nodes.set(entry, nodeOf(entry.depth, entry));
  for (const [{ references }, node] of nodes)
    node.needs = references.flatMap(({ kind, key }) => {
      const need = entriesOf(program, kind).get(key);
      return need && !need.isQuarantined ? (nodes.get(need) ?? leaf) : [];
    });
  const unsound = findUnsound(nodes.values(), DEEPEST);
  for (const [{ kind, key, source }, node] of nodes) {
    const code = unsound.get(node);
    if (code === undefined) continue;
    quarantine(program, kind, key, [{ pointer: "", code, message: code.replaceAll("_", " ") }], false);
    leaveOut(program, kind, key, source, false);
  }
}

/** The keys of a segment's list; one that travels apart may be missing. */
function keysOf(
  { options, missingLists }: CompiledProgram,
  { key, source }: Entry,
  list: "included" | "excluded",
): Keys {
  const given = (source as SegmentDocument).lists[list];
  if ("keys" in given) return new Set(given.keys);
  const { revision, count, digest } = given;
  const keys = count === 0 ? new Set<string>() : options.lists?.(key, list, given);
  if (!keys) missingLists.push({ segment: key, list, revision, count, digest });
  return keys;
}
