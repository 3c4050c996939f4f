import { Node, type Ask, type Call } from "./call.ts";
import type { Checker } from "./trusting.ts";
import { Entry, membersOf, type Library } from "./entry.ts";
import { FixedPlan, planFlag, runFlag, type FlagPlan } from "./flag.ts";
import type { Abilities, FlagNode, Planner } from "./planner.ts";
import type { MissingList, Program, ProgramFlag, Quarantined } from "./program.ts";
import { Attribute, Layout } from "./layout.ts";
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
import type { MoreOperators } from "./operators.ts";

/** What `compile` makes; the rest of the engine sees it as this, everybody else as a `Program`. */
export class CompiledProgram implements Program, Planner, Library {
  readonly snapshot: Snapshot;
  readonly environment: string;
  readonly revision: number;
  readonly checker: Checker;
  readonly matcher: Matcher | undefined;
  readonly hasher: Hasher | undefined;
  readonly moreOperators: MoreOperators | undefined;
  readonly trace: Planner["trace"];
  readonly flags = new Map<string, FlagEntry>();
  readonly segments = new Map<string, SegmentEntry>();
  readonly missingLists: MissingList[] = [];
  /** Documents that have no entry: they have no key, or one that is taken. */
  readonly strays: Quarantined[] = [];
  private readonly plans = new Map<string, unknown>();
  private readonly needed: (FlagEntry | SegmentEntry)[] = [];
  readonly layout = new Layout();
  calls = 0;

  constructor(
    snapshot: Snapshot,
    { checker, matcher, hasher, moreOperators }: Abilities & { readonly checker: Checker },
    trace?: (program: CompiledProgram) => Planner["trace"],
  ) {
    this.snapshot = snapshot;
    this.environment = snapshot.environment;
    this.revision = snapshot.revision;
    this.checker = checker;
    this.matcher = matcher;
    this.hasher = hasher;
    this.moreOperators = moreOperators;
    this.trace = trace?.(this);
  }

  attribute(text: string): Attribute {
    return this.shared({ text }, () => this.layout.add(new Attribute(text)));
  }

  shared<Plan>(source: object, plan: () => Plan): Plan {
    const text = JSON.stringify(source);
    // What is as long as its document is not worth keeping.
    if (text.length > 1_000) return plan();
    let found = this.plans.get(text) as Plan | undefined;
    if (!found) this.plans.set(text, (found = plan()));
    return found;
  }

  get quarantined(): readonly Quarantined[] {
    const entries: Entry[] = [...this.segments.values(), ...this.flags.values()];
    return [...this.strays, ...entries.flatMap(({ quarantined }) => quarantined ?? [])];
  }

  find(kind: DocumentKind, key: string): Entry | undefined {
    return this[`${kind}s`].get(key);
  }

  flag(key: string): FlagNode | undefined {
    const flag = this.flags.get(key);
    if (!flag) return undefined;
    this.needed.push(flag);
    return (flag.node ??= new NeededFlag(flag));
  }

  segment(key: string): Node<Truth> | undefined {
    const segment = this.segments.get(key);
    if (!segment?.document) return undefined;
    this.needed.push(segment);
    return segment;
  }

  /** Plans all that was found to be needed: one after the other, since no stack is as deep as documents may be. */
  planNeeded(): void {
    for (let entry = this.needed.pop(); entry; entry = this.needed.pop()) entry.makeReady();
  }
}

/** A flag of a program; it is planned when it is first asked for. */
export class FlagEntry extends Entry implements ProgramFlag {
  readonly program: CompiledProgram;
  /** Where other flags need this one. */
  node: NeededFlag | undefined = undefined;
  plan: FlagPlan | undefined = undefined;

  constructor(program: CompiledProgram, given: unknown) {
    super(given);
    this.program = program;
  }

  get kind(): "flag" {
    return "flag";
  }
  get type(): FlagType {
    const { type } = this.members();
    return type === "boolean" || type === "string" || type === "number" ? type : "object";
  }
  get revision(): number {
    const { revision } = this.members();
    return Number.isSafeInteger(revision) ? (revision as number) : 0;
  }
  get client(): boolean {
    return this.members()["client"] === true;
  }

  private members() {
    return membersOf(this.source ?? this.given);
  }

  /** Plans it with all it needs. */
  ready(): FlagPlan {
    if (this.plan === undefined) {
      this.makeReady();
      this.program.planNeeded();
    }
    return this.plan!;
  }

  makeReady(): void {
    this.plan ??= this.make();
  }

  private make(): FlagPlan {
    const { source, quarantined } = this;
    if (source) return planFlag(source as FlagDocument, this.program);
    const error: Evaluation = {
      ...{ value: null, variant: null, reason: "ERROR", errorCode: "PARSE_ERROR" },
      ...(quarantined?.reason === "engine_too_old" && { detail: "engine_too_old" }),
      ...{ flagRevision: this.revision, environmentRevision: this.program.revision },
    };
    return new FixedPlan("quarantined", error);
  }
}

/** A flag that others need. */
class NeededFlag extends Node<Evaluation> implements FlagNode {
  private readonly entry: FlagEntry;

  constructor(entry: FlagEntry) {
    super();
    this.entry = entry;
  }

  get state(): FlagState {
    return this.entry.ready().state;
  }

  run(call: Call): Evaluation {
    return runFlag(this.entry.plan!, call);
  }
}

/** A segment of a program, with the keys of its lists as far as they are here. */
export class SegmentEntry extends Entry implements Node<Truth> {
  readonly program: CompiledProgram;
  stamp = 0;
  result: Truth | undefined = undefined;
  until: number | undefined = undefined;
  included: Keys;
  excluded: Keys;
  private plan: Ask | undefined;

  constructor(program: CompiledProgram, given: unknown) {
    super(given);
    this.program = program;
  }

  get kind(): "segment" {
    return "segment";
  }
  /** `undefined` where it cannot run. */
  get document(): SegmentDocument | undefined {
    return this.source as SegmentDocument | undefined;
  }

  makeReady(): void {
    this.plan ??= planSegment(this.document!, this.included, this.excluded, this.program);
  }

  run(call: Call): Truth {
    return this.plan!(call);
  }
}
