import { newCall, read, type Ask, type Call } from "./call.ts";
import { checker } from "./checker.ts";
import { CompiledProgram } from "./compiled-program.ts";
import { ask as askPlan, planCondition } from "./condition.ts";
import { merged } from "./draw.ts";
import { moreOperators } from "./more-operators.ts";
import { asUnit, isObject, parsePath } from "./path.ts";
import type { CompileOptions } from "./program.ts";
import { representatives } from "./representatives.ts";
import { checkCondition } from "./schema.ts";
import { FALSE, TRUE, truth, UNKNOWN, type Truth } from "./truth.ts";
import type { Clause, Condition, Draw, Json, Range, SegmentDocument, Snapshot } from "./types.ts";

/** A condition taken in: what it asks about, and whether something in it can only be assumed. */
export interface Modelled {
  readonly ask: Ask;
  readonly subjects: ReadonlySet<string>;
  readonly hasAssumptions: boolean;
}

/** One way things may be: attributes by their paths, and by name what can only be assumed (buckets, what other flags serve). */
export type World = ReadonlyMap<string, Json | undefined>;

export interface Worlds {
  readonly list: readonly World[];
  /** Whether every way to come out is among them. */
  readonly isComplete: boolean;
}

const MOST_WORLDS = 20_000;
const MOST_CLASSES = 400;
const LONGEST_ARRAY = 20;
const ASSUMED = "\0";

/** Names that are no attributes begin with this; see `World`. */
export const isAssumption = (subject: string): boolean => subject.startsWith(ASSUMED);

/** The possibilities that some conditions can tell apart, tried with the engine's own conditions. */
export class Model {
  private readonly segments: ReadonlyMap<string, SegmentDocument>;
  private readonly program: CompiledProgram;
  private readonly asks = new Map<string, Ask[]>();
  private readonly clauses = new Map<string, Clause[]>();
  private readonly classes = new Map<
    string,
    { readonly values: readonly (Json | undefined)[]; readonly isComplete: boolean }
  >();
  private world: World = new Map();
  /** Questions that may still be asked; what they do not suffice for is not complete. */
  private left: number;

  constructor(
    segments: readonly SegmentDocument[],
    options: Pick<CompileOptions, "matcher">,
    effort = Infinity,
  ) {
    this.left = effort;
    this.segments = new Map(segments.map((segment) => [segment.key, segment]));
    this.program = new CompiledProgram({} as Snapshot, { ...options, moreOperators }, checker);
  }

  get isSpent(): boolean {
    return this.left < 2;
  }

  /** All conditions must be taken in before the first question. */
  add(condition: Condition): Modelled {
    const subjects = new Set<string>();
    const ask = this.plan(condition, subjects, []);
    return { ask, subjects, hasAssumptions: [...subjects].some(isAssumption) };
  }

  /** A draw whose bucket is in some ranges; unknown without a unit, but true where they are all buckets and none is needed. */
  bucketIn(draw: Draw, ranges: readonly Range[], needsUnit = false): Modelled {
    const name = `${ASSUMED}bucket of ${JSON.stringify([draw.by, draw.seed, draw.hash])}`;
    const all = merged(ranges);
    if (!needsUnit && isWhole(ranges)) return this.add({ all: [] });
    const edges = [0, ...all.flat(), 99_999].filter((bucket) => bucket < 100_000);
    const ask: Ask = () => {
      const bucket = this.world.get(name);
      return typeof bucket === "number"
        ? truth(all.some(([from, to]) => bucket >= from && bucket < to))
        : UNKNOWN;
    };
    // A hash profile has buckets of its own: nothing is proved about these.
    this.register(name, ask, { attribute: name, op: draw.hash ? "matches" : "in", values: edges });
    return { ask, subjects: new Set([name]), hasAssumptions: true };
  }

  /** Whether an attribute gives a unit that is among some keys. */
  unitIn(by: string, keys: readonly string[]): Modelled {
    const attribute = this.program.attribute(by);
    const listed = new Set(keys);
    const ask: Ask = (call) => {
      const unit = asUnit(read(call, attribute));
      return unit === undefined ? UNKNOWN : truth(listed.has(unit));
    };
    this.register(by, ask, { attribute: by, op: "in", values: [...keys, 0.5, ""] });
    return { ask, subjects: new Set([by]), hasAssumptions: false };
  }

  ask({ ask }: Pick<Modelled, "ask">, world: World): Truth {
    this.world = world;
    const now = world.get("$now");
    return ask(newCall(this.program, contextOf(world), { now: typeof now === "number" ? now : 0 }));
  }

  /**
   * Every combination of the ways in which these subjects can be, or an evenly spread part of them. `asked` is how many questions each of them
   * will be asked at most.
   */
  worlds(subjects: ReadonlySet<string>, asked: number): Worlds {
    const names = [...subjects];
    const found = names.map((name) => this.classesOf(name));
    const total = found.reduce((product, { values }) => product * values.length, 1);
    const count = Math.min(total, MOST_WORLDS, Math.floor(this.left / asked));
    this.left -= count * asked;
    const list = Array.from({ length: count }, (_, i): World => {
      let turn = total > count ? Math.floor((i / count) * total) : i;
      return new Map(
        found.map(({ values }, at) => {
          const value = values[turn % values.length];
          turn = Math.floor(turn / values.length);
          return [names[at]!, value];
        }),
      );
    });
    const isApart = !names.some((name) =>
      names.some((other) => other !== name && other.startsWith(`${name}.`)),
    );
    return { list, isComplete: total <= count && isApart && found.every(({ isComplete }) => isComplete) };
  }

  private register(subject: string, ask: Ask, clause: Clause): void {
    this.asks.set(subject, [...(this.asks.get(subject) ?? []), ask]);
    this.clauses.set(subject, [...(this.clauses.get(subject) ?? []), clause]);
  }

  private plan(condition: Condition, subjects: Set<string>, within: readonly string[]): Ask {
    const each = (part: Condition): Ask => this.plan(part, subjects, within);
    if ("all" in condition) {
      const asks = condition.all.map(each);
      return (call) => asks.reduce<Truth>((least, ask) => Math.min(least, ask(call)) as Truth, TRUE);
    }
    if ("any" in condition) return anyOf(condition.any.map(each));
    if ("not" in condition) {
      const ask = each(condition.not);
      return (call) => (0 - ask(call)) as Truth;
    }
    if ("known" in condition) {
      const ask = each(condition.known);
      return (call) => truth(ask(call) === TRUE);
    }
    if ("sample" in condition)
      return this.take(this.bucketIn(condition.sample, condition.sample.ranges), subjects);
    if ("segment" in condition) return this.segment(condition.segment, subjects, within);
    if ("some" in condition) return this.assume(`elements: ${JSON.stringify(condition)}`, [true], subjects);
    if ("flag" in condition) return this.assume(`flag ${condition.flag}`, condition.variants, subjects);
    if (checkCondition(condition, this.program.tools).problems.length > 0) {
      this.register(condition.attribute, () => UNKNOWN, { ...condition, op: "matches" });
      subjects.add(condition.attribute);
      return () => UNKNOWN;
    }
    const plan = planCondition(condition, this.program);
    const ask: Ask = (call) => askPlan(plan, call);
    this.register(condition.attribute, ask, condition);
    subjects.add(condition.attribute);
    return ask;
  }

  private take({ ask, subjects: more }: Modelled, subjects: Set<string>): Ask {
    for (const subject of more) subjects.add(subject);
    return ask;
  }

  private assume(what: string, values: readonly (string | boolean)[], subjects: Set<string>): Ask {
    const name = ASSUMED + what;
    const ask: Ask = () => {
      const value = this.world.get(name);
      return value === undefined ? UNKNOWN : truth(values.includes(value as string));
    };
    this.register(name, ask, { attribute: name, op: "in", values });
    subjects.add(name);
    return ask;
  }

  private segment(key: string, subjects: Set<string>, within: readonly string[]): Ask {
    const segment = this.segments.get(key);
    const { included, excluded } = segment?.lists ?? {};
    if (
      !segment ||
      within.includes(key) ||
      !included ||
      !excluded ||
      !("keys" in included) ||
      !("keys" in excluded)
    )
      return this.assume(`segment ${key}`, [true], subjects);
    const ruled = anyOf(segment.rules.map(({ when }) => this.plan(when, subjects, [...within, key])));
    if (included.keys.length + excluded.keys.length === 0) return ruled;
    const inside = this.take(this.unitIn(segment.by, included.keys), subjects);
    const outside = this.take(this.unitIn(segment.by, excluded.keys), subjects);
    return (call) => {
      if (inside(call) === UNKNOWN) return ruled(call) === TRUE ? TRUE : UNKNOWN;
      return Math.max(inside(call), Math.min(0 - outside(call), ruled(call))) as Truth;
    };
  }

  /** One value for each way in which all that is asked about a subject can come out together, arrays among them. */
  private classesOf(subject: string): {
    readonly values: readonly (Json | undefined)[];
    readonly isComplete: boolean;
  } {
    const known = this.classes.get(subject);
    if (known) return known;
    const clauses = this.clauses.get(subject) ?? [];
    const { values, isComplete } = representatives(clauses);
    const found = new Map<string, Json | undefined>();
    const asks = this.asks.get(subject) ?? [];
    const signatureOf = (value: Json | undefined): string =>
      asks.map((ask) => this.ask({ ask }, new Map([[subject, value]]))).join();
    const add = (value: Json | undefined): string => {
      if (this.left < asks.length) return "";
      this.left -= asks.length;
      const signature = signatureOf(value);
      if (!found.has(signature)) found.set(signature, value);
      return signature;
    };
    const isTime = subject === "$now";
    for (const value of values) if (!isTime || typeof value === "number") add(value);
    const arrays = isTime || isAssumption(subject) || this.addArrays(clauses, values, add);
    const classes = {
      values: [...found.values()],
      isComplete: isComplete && arrays && found.size <= MOST_CLASSES && this.left >= asks.length,
    };
    this.classes.set(subject, classes);
    return classes;
  }

  /** Adds arrays, an element more at a time, until neither answers nor (as far as it is asked about) lengths are new. */
  private addArrays(
    clauses: readonly Clause[],
    values: readonly (Json | undefined)[],
    add: (value: Json) => string,
  ): boolean {
    const sizes = clauses
      .filter(({ op }) => op.startsWith("size"))
      .flatMap(({ values }) => values.map(Number));
    const longest = Math.max(0, ...sizes.map((size) => size + 1));
    if (longest > LONGEST_ARRAY) return false;
    const seen = new Set<string>();
    const alone = new Map(
      values.filter((value) => value !== undefined).map((value) => [add([value]), value]),
    );
    let frontier: readonly (readonly Json[])[] = [[]];
    while (frontier.length > 0 && seen.size <= MOST_CLASSES) {
      frontier = frontier.filter((array) => {
        const state = `${add(array)} ${Math.min(array.length, Math.max(1, longest))}`;
        return !seen.has(state) && seen.add(state);
      });
      frontier = frontier.flatMap((array) => [...alone.values()].map((element) => [...array, element]));
    }
    return seen.size <= MOST_CLASSES;
  }
}

const anyOf =
  (asks: readonly Ask[]): Ask =>
  (call: Call) =>
    asks.reduce<Truth>((most, ask) => Math.max(most, ask(call)) as Truth, FALSE);

/** Whether ranges hold every bucket. */
export function isWhole(ranges: readonly Range[]): boolean {
  const [first] = merged(ranges);
  return first !== undefined && first[0] === 0 && first[1] === 100_000;
}

/** The attributes of a world as a context. */
export function contextOf(world: World): Record<string, Json> {
  const context: Record<string, Json> = {};
  for (const [subject, value] of world) {
    if (value === undefined || isAssumption(subject) || subject.startsWith("$")) continue;
    const names = parsePath(subject);
    let node = context;
    for (const name of names.slice(0, -1)) {
      const child = node[name];
      const inner: Record<string, Json> = isObject(child) ? { ...child } : {};
      node = node[name] = inner;
    }
    node[names.at(-1)!] = value;
  }
  return context;
}
