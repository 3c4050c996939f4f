import { Node } from "./call.ts";
import { Entry, membersOf, type Checker, type Library } from "./entry.ts";
import { planFlag, runFlag, type FlagPlan } from "./flag.ts";
import { Attribute, Layout } from "./layout.ts";
import type { Abilities, FlagNode, Planner } from "./planner.ts";
import type { MissingList, Program, ProgramFlag, Quarantined } from "./program.ts";
import { planSegment, type Keys } from "./segment.ts";
import { failure } from "./served.ts";
import { UNKNOWN, type Truth } from "./truth.ts";
import type { DocumentKind, Evaluation, FlagDocument, FlagType, SegmentDocument, Snapshot } from "./types.ts";

/** What `compile` makes; the rest of the engine sees it as this, everybody else as a `Program`. */
export class CompiledProgram implements Program, Library {
  readonly snapshot: Snapshot;
  readonly tools: Abilities;
  readonly checker: Checker;
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
  readonly environment: string;
  readonly revision: number;

  constructor(
    snapshot: Snapshot,
    tools: Abilities,
    checker: Checker,
    trace?: (program: CompiledProgram) => Planner["trace"],
  ) {
    this.snapshot = snapshot;
    this.environment = snapshot.environment;
    this.revision = snapshot.revision;
    this.tools = tools;
    this.checker = checker;
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
    if (flag && !flag.node) {
      flag.node = new Node((call) => runFlag(flag.plan!, call));
      this.needed.push(flag);
    }
    return flag;
  }

  segment(key: string): Node<Truth> | undefined {
    const segment = this.segments.get(key);
    if (segment) this.needed.push(segment);
    return segment?.node;
  }

  /** Plans all that was found to be needed: one after the other, since no stack is as deep as documents may be. */
  planNeeded(): void {
    for (let entry = this.needed.pop(); entry; entry = this.needed.pop()) entry.makeReady();
  }
}

/** A flag of a program; it is planned when it is first asked for. */
export class FlagEntry extends Entry implements ProgramFlag {
  /** Where other flags need this one. */
  node: Node<Evaluation> | undefined = undefined;
  plan: FlagPlan | undefined = undefined;

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
    this.makeReady();
    (this.program as CompiledProgram).planNeeded();
    return this.plan!;
  }

  makeReady(): void {
    this.plan ??= this.make();
  }

  private make(): FlagPlan {
    const { source, program, revision, quarantined } = this;
    if (source) return planFlag(source as FlagDocument, program);
    const detail = quarantined?.reason === "engine_too_old" ? "engine_too_old" : undefined;
    return { state: "quarantined", fixed: failure(program, "PARSE_ERROR", revision, detail) };
  }
}

/** A segment of a program, with the keys of its lists as far as they are here. */
export class SegmentEntry extends Entry {
  readonly node = new Node<Truth>();
  included: Keys;
  excluded: Keys;

  get kind(): "segment" {
    return "segment";
  }
  /** `undefined` where it cannot run. */
  get document(): SegmentDocument | undefined {
    return this.source as SegmentDocument | undefined;
  }

  makeReady(): void {
    const { document, included, excluded, program } = this;
    this.node.isCheap = document?.rules.length === 0;
    this.node.run ??= document ? planSegment(document, included, excluded, program) : () => UNKNOWN;
  }
}
