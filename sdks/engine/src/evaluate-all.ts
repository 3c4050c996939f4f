import { newCall, once, type Call } from "./call.ts";
import type { CompiledProgram, FlagEntry } from "./compiled-program.ts";
import { runFlag } from "./flag.ts";
import { Evaluations } from "./evaluations.ts";
import { bucketer } from "./prepared.ts";
import type { Program } from "./program.ts";
import { failure } from "./served.ts";
import type { Evaluation, EvaluationContext } from "./types.ts";

/** The flags of a program in the order of their keys, and those of them that are marked `client`. */
const orders = /* @__PURE__ */ new WeakMap<Program, Record<"all" | "client", readonly FlagEntry[]>>();

/**
 * Evaluates every flag (or every one marked `client`) for one context, in the order of their keys; what flags have in common is looked at once.
 * The result is a read-only map that is quickest to iterate: its index by key is made when first asked for.
 */
export function evaluateAll(
  given: Program,
  context: EvaluationContext,
  options: { readonly now: number; readonly clientOnly?: boolean },
): Evaluations {
  const program = given as CompiledProgram;
  const flags = orderOf(program)[options.clientOnly === true ? "client" : "all"];
  const call = newCall(program, context, options, undefined, bucketer());
  const evaluations: Evaluation[] = [];
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i]!;
    try {
      evaluations.push(flag.plan!.fixed ?? asked(flag, call));
    } catch {
      evaluations.push(failure(program, "GENERAL", flag.revision));
    }
  }
  return new Evaluations(flags, evaluations);
}

function asked({ node, plan }: FlagEntry, call: Call): Evaluation {
  call.notes = undefined;
  return node ? once(call, node) : runFlag(plan!, call);
}

function orderOf(program: CompiledProgram): Record<"all" | "client", readonly FlagEntry[]> {
  let order = orders.get(program);
  if (!order) {
    const all = [...program.flags.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const flag of all) flag.ready();
    orders.set(
      program,
      (order = { all, client: all.every(({ client }) => client) ? all : all.filter(({ client }) => client) }),
    );
  }
  return order;
}
