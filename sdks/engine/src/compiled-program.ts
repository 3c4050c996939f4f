import { Call, type Ask, type Attribute, type Node } from "./call.ts";
import { planFlag, runFlag, type FlagPlan } from "./flag.ts";
import { toPath } from "./path.ts";
import type { Abilities, FlagNode, Planner } from "./planner.ts";
import type { MissingList, Program, ProgramFlag, Quarantined } from "./program.ts";
import type { Facts } from "./schema.ts";
import { planSegment, type Keys } from "./segment.ts";
import type { Truth } from "./truth.ts";
import type {
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
export class CompiledProgram implements Program, Planner {
  readonly snapshot: Snapshot;
  readonly environment: string;
  readonly revision: number;
  readonly matcher: Matcher | undefined;
  readonly hasher: Hasher | undefined;
  readonly trace: Planner["trace"];
  readonly flags = new Map<string, FlagEntry>();
  readonly segments = new Map<string, SegmentEntry>();
  readonly quarantined: Quarantined[] = [];
  readonly missingLists: MissingList[] = [];
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

/** A flag of a program; planned when it is first asked for, so that a call has cells for whatever that needs. */
export class FlagEntry implements ProgramFlag, FlagNode {
  readonly program: CompiledProgram;
  /** Of one that cannot run only what `ProgramFlag` has. */
  readonly source: FlagDocument;
  /** `undefined`: it cannot run. */
  readonly facts: Facts | undefined;
  readonly cell: number;
  plan: FlagPlan | undefined;

  constructor(program: CompiledProgram, source: FlagDocument, facts: Facts | undefined, plan?: FlagPlan) {
    this.program = program;
    this.source = source;
    this.facts = facts;
    this.cell = program.cells++;
    this.plan = plan;
  }

  get key(): string {
    return this.source.key;
  }
  get type(): FlagType {
    return this.source.type;
  }
  get revision(): number {
    return this.source.revision;
  }
  get client(): boolean {
    return this.source.client;
  }
  get state(): FlagState {
    return this.ready().plan!.state;
  }

  ready(): this {
    this.plan ??= planFlag(this.source, this.program);
    return this;
  }

  run(call: Call): Evaluation {
    return runFlag(this.plan!, call);
  }
}

/** A segment of a program, with the keys of its lists as far as they are here. */
export class SegmentEntry implements Node<Truth> {
  readonly program: CompiledProgram;
  readonly source: SegmentDocument;
  readonly facts: Facts;
  readonly cell: number;
  readonly included: Keys;
  readonly excluded: Keys;
  private plan: Ask | undefined;

  constructor(
    program: CompiledProgram,
    { source, facts }: Pick<SegmentEntry, "source" | "facts">,
    [included, excluded]: readonly [Keys, Keys],
  ) {
    this.program = program;
    this.source = source;
    this.facts = facts;
    this.cell = program.cells++;
    this.included = included;
    this.excluded = excluded;
  }

  ready(): this {
    this.plan ??= planSegment(this.source, this.included, this.excluded, this.program);
    return this;
  }

  run(call: Call): Truth {
    return this.plan!(call);
  }
}
