import type { CompiledProgram } from "./compile.ts";
import type { Program } from "./program.ts";

/** The first instant (epoch milliseconds) after `now` at which some time condition changes; until then no answer changes by itself. */
export function nextBoundary(program: Program, now: number): number | undefined {
  const { times } = program as CompiledProgram;
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! > now) high = middle;
    else low = middle + 1;
  }
  return times[low];
}
