/** @module What is odd about a flag's rules: some that never serve, some that overlap; proved, or silent. */
import { isObject } from "./path.ts";
import { contextOf, isAssumption, isWhole, Model, type Modelled, type World } from "./model.ts";
import type { CompileOptions } from "./program.ts";
import { FALSE, TRUE, type Truth } from "./truth.ts";
import type { FlagDocument, Json, Rule, SegmentDocument } from "./types.ts";

/**
 * What was found out about a rule, or (`rule: null`) about the fallthrough:
 * - `contradiction`: its condition is never true.
 * - `shadowed`: whenever it is true, an earlier rule or target serves already; `by` names these.
 * - `overlap`: for the example it holds and so does an earlier rule (`by`), which serves.
 * - `reachable`: it serves the example.
 * - `cannot_tell`: no example was found, and not every possibility could be tried.
 */
export interface Finding {
  readonly kind: "contradiction" | "shadowed" | "overlap" | "reachable" | "cannot_tell";
  readonly rule: string | null;
  readonly index: number;
  readonly by?: readonly string[];
  readonly example?: Example;
}

/** A context, and what else must be so: the time, what other flags serve, which buckets are drawn. */
export interface Example {
  readonly context: { readonly [attribute: string]: Json };
  readonly assumptions: readonly string[];
}

export interface AnalyseOptions extends Pick<CompileOptions, "matcher"> {
  /** How many times a condition may be asked, all told: 100,000 take about a tenth of a second. No limit where absent. */
  readonly effort?: number;
}

/** How `by` names the individual targets. */
export const TARGETS = "targets";

interface Candidate extends Modelled {
  readonly id: string | null;
  readonly index: number;
  /** The condition alone, without whether its split yields. */
  readonly when: Modelled;
}

/**
 * Tries every combination of values that the rules can tell apart, with the engine's own conditions. Where these are all the possibilities there
 * are (values listed, numbers, versions, times, parts of texts, arrays of them, buckets) what it says is proved; where they are not, it says
 * `cannot_tell` rather than raise a false alarm. Prerequisites are taken as met.
 */
export function analyse(
  flag: FlagDocument,
  segments: readonly SegmentDocument[] = [],
  options: AnalyseOptions = {},
): Finding[] {
  const model = new Model(segments, options, options.effort);
  const targets = flag.targets.map(({ by, keys }): Candidate => {
    const unit = model.unitIn(by, keys);
    return { id: TARGETS, index: -1, ...unit, when: unit };
  });
  const rules = flag.rules.map((rule, index): Candidate => {
    const when = model.add(rule.when);
    return { id: rule.id, index, ...both(when, yields(model, rule)), when };
  });
  const everybody = model.add({ all: [] });
  const fallthrough: Candidate = { id: null, index: rules.length, ...everybody, when: everybody };
  const findings = rules.flatMap((rule, at) => [
    judge(model, rule, [...targets, ...rules.slice(0, at)]),
    ...rules.slice(0, at).flatMap((other) => overlap(model, rule, other)),
  ]);
  const rest = judge(model, fallthrough, [...targets, ...rules]);
  return rest.kind === "shadowed" ? [...findings, rest] : findings;
}

function judge(model: Model, candidate: Candidate, earlier: readonly Candidate[]): Finding {
  const place = { rule: candidate.id, index: candidate.index };
  const own = model.worlds(candidate.subjects, 1);
  if (!own.list.some((world) => model.ask(candidate, world) === TRUE))
    return { kind: own.isComplete ? "contradiction" : "cannot_tell", ...place };
  const worlds = model.worlds(
    new Set([candidate, ...earlier].flatMap(({ subjects }) => [...subjects])),
    1 + earlier.length,
  );
  const servers = new Set<Candidate>();
  for (const world of worlds.list) {
    if (model.ask(candidate, world) !== TRUE) continue;
    const first = earlier.find((other) => model.ask(other, world) === TRUE);
    if (!first) return { kind: "reachable", ...place, example: exampleOf(world) };
    servers.add(first);
  }
  const by = [...new Set(earlier.filter((other) => servers.has(other)).map(({ id }) => id ?? ""))];
  return worlds.isComplete ? { kind: "shadowed", ...place, by } : { kind: "cannot_tell", ...place };
}

/** Only of rules in which nothing is assumed: the example is a real one. */
function overlap(model: Model, { id, index, when }: Candidate, other: Candidate): Finding[] {
  if (when.hasAssumptions || other.when.hasAssumptions || model.isSpent) return [];
  const { list } = model.worlds(new Set([...when.subjects, ...other.when.subjects]), 2);
  const world = list.find(
    (found) => model.ask(when, found) === TRUE && model.ask(other.when, found) === TRUE,
  );
  return world ? [{ kind: "overlap", rule: id, index, by: [other.id ?? ""], example: exampleOf(world) }] : [];
}

/** When a rule's serve yields a variant: where its gates and slices let the unit through, or keep it for `otherwise`. */
function yields(model: Model, { serve }: Rule): Modelled {
  if (!isObject(serve) || !("split" in serve)) return model.add({ all: [] });
  const { gates = [], slices, otherwise, ...draw } = serve.split;
  const ranges = slices.map(([, from, to]) => [from, to] as const);
  const isForEverybody =
    new Set(slices.filter(([, from, to]) => from < to).map(([variant]) => variant)).size === 1 &&
    gates.every((gate) => isWhole(gate.ranges));
  let rest = model.bucketIn(draw, ranges, !isForEverybody);
  for (const gate of [...gates].reverse()) {
    const held = model.bucketIn(gate, gate.ranges);
    const inner = rest;
    const ask: Modelled["ask"] = (call) => {
      const isHeld = held.ask(call);
      if (isHeld === FALSE) return otherwise === undefined ? FALSE : TRUE;
      return Math.min(isHeld, inner.ask(call)) as Truth;
    };
    rest = { ...both(held, inner), ask };
  }
  return rest;
}

function both(a: Modelled, b: Modelled): Modelled {
  return {
    ask: (call) => Math.min(a.ask(call), b.ask(call)) as Truth,
    subjects: new Set([...a.subjects, ...b.subjects]),
    hasAssumptions: a.hasAssumptions || b.hasAssumptions,
  };
}

function exampleOf(world: World): Example {
  const assumptions = [...world]
    .filter(([subject, value]) => value !== undefined && (isAssumption(subject) || subject === "$now"))
    .map(([subject, value]) => `${subject.replace(/^\0/, "")} is ${JSON.stringify(value)}`);
  return { context: contextOf(world), assumptions };
}
