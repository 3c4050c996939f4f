import { Call, type Ask, type Attribute, type Node } from "./call.ts";
import { Entry, membersOf, type Library } from "./entry.ts";
import { planFlag, runFlag, type FlagPlan } from "./flag.ts";
import { toPath } from "./path.ts";
import type { Abilities, FlagNode, Planner } from "./planner.ts";
import type { MissingList, Program, ProgramFlag, Quarantined } from "./program.ts";
import { TYPES } from "./schema.ts";
import { planSegment, type Keys } from "./segment.ts";
import type { Truth } from "./truth.ts";
import type {
  DocumentKind,
  Evaluation,
  FlagDocument,
  FlagState,
  FlagType,
  Hasher,
  Matcher,
  SegmentDocument,
  Snapshot,
} from "./types.ts";

/** What `compile` makes; the rest of the engine sees it as this, everybody else as a `Program`. */
export class CompiledProgram implements Program, Planner, Library {
  readonly snapshot: Snapshot;
  readonly environment: string;
  readonly revision: number;
  readonly matcher: Matcher | undefined;
  readonly hasher: Hasher | undefined;
  readonly trace: Planner["trace"];
  readonly flags = new Map<string, FlagEntry>();
  readonly segments = new Map<string, SegmentEntry>();
  readonly missingLists: MissingList[] = [];
  /** Documents that have no entry: they have no key, or one that is taken. */
  readonly strays: Quarantined[] = [];
  /** How many cells a call needs. */
  cells = 0;
  private readonly attributes = new Map<string, Attribute>();
  private readonly clauses = new Map<string, Ask>();
  private idle: Call | undefined;

  constructor(
    snapshot: Snapshot,
    { matcher, hasher }: Abilities,
    trace?: (program: CompiledProgram) => Planner["trace"],
  ) {
    this.snapshot = snapshot;
    this.environment = snapshot.environment;
    this.revision = snapshot.revision;
    this.matcher = matcher;
    this.hasher = hasher;
    this.trace = trace?.(this);
  }

  attribute(text: string): Attribute {
    let attribute = this.attributes.get(text);
    if (!attribute) this.attributes.set(text, (attribute = { cell: this.cells++, path: toPath(text) }));
    return attribute;
  }

  clause(text: string, make: (cell: number) => Ask): Ask {
    let ask = this.clauses.get(text);
    // A text as long as its document is not worth keeping.
    if (!ask) ask = make(this.cells++);
    if (text.length < 1_000) this.clauses.set(text, ask);
    return ask;
  }

  get quarantined(): readonly Quarantined[] {
    const entries: Entry[] = [...this.segments.values(), ...this.flags.values()];
    return [...this.strays, ...entries.flatMap(({ verdict }) => verdict.quarantined ?? [])];
  }

  find(kind: DocumentKind, key: string): Entry | undefined {
    return this[`${kind}s`].get(key);
  }

  flag(key: string): FlagNode | undefined {
    return this.flags.get(key)?.ready();
  }

  segment(key: string): Node<Truth> | undefined {
    return this.segments.get(key)?.ready();
  }

  /** A call to use until `release`; another one where a getter of the context evaluates in the middle of an evaluation. */
  begin(context: unknown, now: number, isMany: boolean, recorder?: Call["recorder"]): Call {
    const { idle, cells } = this;
    const call = idle !== undefined && idle.size >= cells ? idle : new Call(cells);
    this.idle = undefined;
    call.begin(context, now, isMany, recorder);
    return call;
  }

  release(call: Call): void {
    this.idle = call;
  }
}

/** A flag of a program; it is planned when it is first asked for, before a call begins, so that the call has cells for whatever it needs. */
export class FlagEntry extends Entry implements ProgramFlag, FlagNode {
  readonly program: CompiledProgram;
  readonly cell: number;
  plan: FlagPlan | undefined;

  constructor(program: CompiledProgram, key: string, given: unknown, earlier?: FlagEntry) {
    super(program, "flag", key, given, earlier);
    this.program = program;
    this.cell = program.cells++;
  }

  get type(): FlagType {
    const { type } = this.members();
    return TYPES.includes(type) ? (type as FlagType) : "object";
  }
  get revision(): number {
    const { revision } = this.members();
    return Number.isSafeInteger(revision) ? (revision as number) : 0;
  }
  get client(): boolean {
    return this.members()["client"] === true;
  }
  get state(): FlagState {
    return this.ready().plan!.state;
  }

  private members() {
    return membersOf(this.verdict.source ?? this.given);
  }

  ready(): this {
    this.plan ??= this.make();
    return this;
  }

  private make(): FlagPlan {
    const { source, quarantined } = this.verdict;
    if (source) return planFlag(source as FlagDocument, this.program);
    const error: Evaluation = Object.freeze({
      ...{ value: null, variant: null, reason: "ERROR", errorCode: "PARSE_ERROR" },
      ...(quarantined?.reason === "engine_too_old" && { detail: "engine_too_old" }),
      ...{ flagRevision: this.revision, environmentRevision: this.program.revision },
    });
    return { state: "quarantined", fixed: error, asking: undefined };
  }

  run(call: Call): Evaluation {
    return runFlag(this.plan!, call);
  }
}

/** A segment of a program, with the keys of its lists as far as they are here. */
export class SegmentEntry extends Entry implements Node<Truth> {
  readonly program: CompiledProgram;
  readonly cell: number;
  included: Keys;
  excluded: Keys;
  private plan: Ask | undefined;

  constructor(program: CompiledProgram, key: string, given: unknown, earlier?: SegmentEntry) {
    super(program, "segment", key, given, earlier);
    this.program = program;
    this.cell = program.cells++;
  }

  /** `undefined` where it cannot run. */
  get source(): SegmentDocument | undefined {
    return this.verdict.source as SegmentDocument | undefined;
  }

  ready(): this | undefined {
    if (!this.source) return undefined;
    this.plan ??= planSegment(this.source, this.included, this.excluded, this.program);
    return this;
  }

  run(call: Call): Truth {
    return this.plan!(call);
  }
}
