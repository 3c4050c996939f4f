import type { CompiledProgram } from "./compile.ts";
import { asUnit, readPath } from "./path.ts";
import type { Program } from "./program.ts";
import type { Evaluation, EvaluationContext } from "./types.ts";

/** The attribute of a context that a draw hashed, and its value. */
export interface Unit {
  readonly path: string;
  readonly value: string;
}

/** Who drew the split that an evaluation came from; `undefined` where no split was entered, or nobody was needed for it. */
export function unitOf(
  program: Program,
  flagKey: string,
  { ruleIndex, draws }: Evaluation,
  context: EvaluationContext,
): Unit | undefined {
  if (draws?.split === undefined) return undefined;
  const { flags, names } = program as CompiledProgram;
  const plan = flags.get(flagKey);
  const serve = ruleIndex === undefined ? plan?.fallthrough : plan?.rules[ruleIndex]?.serve;
  const { by = [], paths = [], profile } = serve?.split ?? {};
  for (let i = 0; i < by.length; i++) {
    const given = readPath(context, names.paths[by[i]!]!);
    const value = given === "" && profile?.empty === "hash" ? "" : asUnit(given);
    if (value !== undefined) return { path: paths[i]!, value };
  }
  return undefined;
}
