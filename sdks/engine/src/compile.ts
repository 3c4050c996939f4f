import { Call, type Ask, type FlagState } from "./call.ts";
import { DEEPEST, Draft, isObject, type Reference } from "./draft.ts";
import { isKey, planFlag, planQuarantined, runFlag, type FlagPlan } from "./flag.ts";
import { findUnsound, type Node } from "./graph.ts";
import { Names } from "./names.ts";
import type { CompileOptions, MissingList, Program, Quarantined } from "./program.ts";
import { planSegment } from "./segment.ts";
import { UNKNOWN, type Truth } from "./truth.ts";
import type { DocumentKind, Evaluation, Problem, Snapshot } from "./types.ts";

/** The highest level of documents that this engine runs. */
export const ENGINE_LEVEL = 1;

/** A document that was planned without a problem. */
interface Planned<Plan> {
  readonly kind: DocumentKind;
  readonly key: string;
  readonly source: unknown;
  readonly revision: unknown;
  readonly plan: Plan;
  readonly depth: number;
  readonly references: readonly Reference[];
  readonly times: readonly number[];
  readonly missing: readonly MissingList[];
  /** Whether it uses lists that travel apart, which may be others the next time. */
  readonly hasOutsideLists: boolean;
}

interface PlanNode extends Node {
  readonly kind: DocumentKind;
  readonly key: string;
  needs: PlanNode[];
}

/** What `compile` makes; the rest of the engine sees it as this, everybody else as a `Program`. */
export class CompiledProgram implements Program {
  readonly flags = new Map<string, FlagPlan>();
  readonly quarantined: Quarantined[] = [];
  readonly missingLists: MissingList[] = [];
  readonly archived: ReadonlySet<unknown>;
  readonly snapshot: Snapshot;
  readonly environment: string;
  readonly revision: number;
  readonly names: Names<Ask>;
  readonly options: Readonly<Record<"matcher" | "hasher", unknown>>;
  /** The flags in the order of their keys, and those of them that are marked `client`. */
  plans: readonly FlagPlan[] = [];
  clientPlans: readonly FlagPlan[] = [];
  /** Instants at which some time condition changes, in order. */
  times: readonly number[] = [];
  readonly planned = { flag: new Map<string, Planned<FlagPlan>>(), segment: new Map<string, Planned<Ask>>() };
  private readonly flagAt: (FlagPlan | undefined)[] = [];
  private readonly segmentAt: (Ask | undefined)[] = [];
  private idle: Call | undefined;

  constructor(
    snapshot: Snapshot,
    previous: CompiledProgram | undefined,
    { matcher, hasher }: CompileOptions,
  ) {
    this.snapshot = snapshot;
    this.names = previous?.names ?? new Names();
    this.options = { matcher, hasher };
    this.environment = snapshot.environment;
    this.revision = snapshot.revision;
    this.archived = new Set(Array.isArray(snapshot.archived) ? snapshot.archived : []);
  }

  addFlag(plan: FlagPlan): void {
    this.flags.set(plan.key, plan);
    this.flagAt[plan.index] = plan;
  }

  addSegment(key: string, ask: Ask): void {
    this.segmentAt[this.names.segments.of(key)] = ask;
  }

  hasSegment(index: number): boolean {
    return this.segmentAt[index] !== undefined;
  }

  askSegment(index: number, call: Call): Truth {
    return this.segmentAt[index]?.(call) ?? UNKNOWN;
  }

  runFlag(index: number, call: Call): Evaluation | undefined {
    const plan = this.flagAt[index];
    return plan && runFlag(plan, call);
  }

  stateOfFlag(index: number): FlagState | undefined {
    return this.flagAt[index]?.state;
  }

  /** A call to use until `release`; another one where a getter of the context evaluates in the middle of an evaluation. */
  begin(context: unknown, now: number): Call {
    const call = this.idle ?? new Call(this);
    this.idle = undefined;
    call.begin(context, now);
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
  const source = (isObject(snapshot) ? snapshot : {}) as Snapshot;
  const { previous } = options as { readonly previous?: CompiledProgram };
  const before = previous && previous.environment === source.environment ? previous : undefined;
  const program = new CompiledProgram(
    source,
    before && canSucceed(before, options) ? before : undefined,
    options,
  );
  for (const document of documentsOf(source.segments)) add(program, "segment", document, before, options);
  for (const document of documentsOf(source.flags)) add(program, "flag", document, before, options);
  settle(program);
  return program;
}

/** Whether plans of an earlier program can be used again, and not only its documents. */
const canSucceed = (previous: CompiledProgram, { matcher, hasher }: CompileOptions): boolean =>
  previous.options.matcher === matcher &&
  previous.options.hasher === hasher &&
  !previous.names.isCrowded(previous.flags.size);

const documentsOf = (source: unknown): readonly unknown[] => (Array.isArray(source) ? source : []);

/** Plans one document, or takes over the plan it had; one with problems is quarantined, and its last good version goes on. */
function add(
  program: CompiledProgram,
  kind: DocumentKind,
  source: unknown,
  before: CompiledProgram | undefined,
  options: CompileOptions,
): void {
  const { key, revision } = isObject(source) ? source : {};
  const planned: Map<string, Planned<unknown>> = program.planned[kind];
  const name = typeof key === "string" ? key : "";
  const old: Planned<unknown> | undefined = before?.planned[kind].get(name);
  const isUsable = old !== undefined && before?.names === program.names && !old.hasOutsideLists;
  const isSame =
    old !== undefined && (old.source === source || (old.revision === revision && revision !== undefined));
  if (isUsable && isSame && !planned.has(name)) {
    planned.set(name, old);
    return;
  }
  const { draft, made } = plan(program, kind, source, name, options);
  if (made) {
    planned.set(name, made);
    return;
  }
  const last =
    !old || planned.has(name)
      ? undefined
      : isUsable
        ? old
        : plan(program, kind, old.source, name, options).made;
  quarantine(program, kind, name, draft.problems, draft.tooOld, last?.revision as number | undefined);
  if (last) planned.set(name, last);
  else if (kind === "flag" && name !== "" && !planned.has(name)) {
    const reason = draft.tooOld ? "engine_too_old" : "PARSE_ERROR";
    program.addFlag(planQuarantined(source, name, program.names.flags.of(name), reason));
  }
}

/** Plans one document; nothing is made of one with problems. */
function plan(
  program: CompiledProgram,
  kind: DocumentKind,
  source: unknown,
  name: string,
  options: CompileOptions,
): { draft: Draft; made?: Planned<unknown> } {
  const draft = new Draft(program.names, options);
  const members = draft.object(source, "");
  const { key, engine, revision } = members;
  if (typeof engine === "number" && engine > ENGINE_LEVEL) {
    draft.tooOld = true;
    draft.problem("/engine", "engine_too_old");
    return { draft };
  }
  if (program.planned[kind].has(name)) draft.problem("/key", "duplicate_key");
  if (!isKey(key)) draft.problem("/key", "not_a_key");
  if (!(Number.isInteger(engine) && (engine as number) > 0)) draft.problem("/engine", "not_an_engine_level");
  const missing: MissingList[] = [];
  const made = kind === "flag" ? planFlag(draft, members, name) : planSegment(draft, members, missing);
  if (draft.problems.length > 0) return { draft };
  return {
    draft,
    made: {
      ...{ kind, key: name, source, revision, plan: made, depth: draft.depth },
      ...{ references: kept(draft.references), times: kept(draft.times), missing: kept(missing) },
      hasOutsideLists: kind === "segment" && usesOutsideLists(source),
    },
  };
}

const NONE: readonly never[] = [];
const kept = <T>(found: readonly T[]): readonly T[] => (found.length > 0 ? found : NONE);

function usesOutsideLists(source: unknown): boolean {
  const { included, excluded } = (source as { lists: Record<string, object> }).lists;
  return !("keys" in included!) || !("keys" in excluded!);
}

function quarantine(
  program: CompiledProgram,
  kind: DocumentKind,
  key: string,
  problems: readonly Problem[],
  tooOld: boolean,
  kept?: number,
): void {
  const reason = tooOld ? "engine_too_old" : "PARSE_ERROR";
  program.quarantined.push({ kind, key, reason, problems, ...(kept !== undefined && { kept }) });
}

/** Any document that needs no other and has no nested conditions. */
const LEAF: PlanNode = { kind: "flag", key: "", depth: 1, needs: [] };

/** Puts the planned documents into the program, but for those that need themselves or are nested too deep all told. */
function settle(program: CompiledProgram): void {
  const { planned } = program;
  const documents = [...planned.segment.values(), ...planned.flag.values()];
  const nodes = { flag: new Map<string, PlanNode>(), segment: new Map<string, PlanNode>() };
  for (const { kind, key, depth, references } of documents)
    if (references.length > 0 || depth > 1) nodes[kind].set(key, { kind, key, depth, needs: [] });
  for (const kind of ["segment", "flag"] as const)
    for (const [key, node] of nodes[kind])
      node.needs = planned[kind]
        .get(key)!
        .references.map(
          (need) => nodes[need.kind].get(need.key) ?? (planned[need.kind].has(need.key) ? LEAF : undefined),
        )
        .filter((need) => need !== undefined);
  const { cyclic, deep } = findUnsound([...nodes.segment.values(), ...nodes.flag.values()], DEEPEST);
  const times = new Set<number>();
  for (const { kind, key, source, ...document } of documents) {
    const node = nodes[kind].get(key);
    if (node && (cyclic.has(node) || deep.has(node))) {
      const code = cyclic.has(node) ? "cycle" : "nested_too_deep";
      quarantine(program, kind, key, [{ pointer: "", code, message: code.replaceAll("_", " ") }], false);
      if (kind === "flag")
        program.addFlag(planQuarantined(source, key, program.names.flags.of(key), "PARSE_ERROR"));
      continue;
    }
    if (kind === "flag") program.addFlag(document.plan as FlagPlan);
    else program.addSegment(key, document.plan as Ask);
    for (const time of document.times) times.add(time);
    program.missingLists.push(...document.missing);
  }
  program.plans = [...program.flags.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  program.clientPlans = program.plans.filter(({ client }) => client);
  program.times = [...times].sort((a, b) => a - b);
}
