import type { CompiledProgram } from "./compiled-program.ts";
import { changesOf } from "./condition.ts";
import type { Program } from "./program.ts";
import type { Clause } from "./types.ts";

const known = /* @__PURE__ */ new WeakMap<Program, readonly number[]>();

/** The first instant (epoch milliseconds) after `now` at which some time condition changes; until then no answer changes by itself. */
export function nextBoundary(program: Program, now: number): number | undefined {
  let times = known.get(program);
  if (!times) known.set(program, (times = timesOf(program as CompiledProgram)));
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! > now) high = middle;
    else low = middle + 1;
  }
  return times[low];
}

/** The instants at which the time conditions of all documents that run change, in order. */
function timesOf(program: CompiledProgram): readonly number[] {
  const { segments, flags } = program;
  const times = new Set<number>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const clause = value as Clause;
    if (clause.attribute === "$now" && typeof clause.op === "string")
      for (const time of changesOf(clause, program.tools)) times.add(time);
    else for (const part of Object.values(value)) look(part);
  };
  for (const { source } of [...segments.values(), ...flags.values()])
    for (const { when } of source?.rules ?? []) look(when);
  return [...times].sort((a, b) => a - b);
}
