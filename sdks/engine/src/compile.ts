import { checker } from "./checker.ts";
import { makeProgram } from "./make-program.ts";
import { moreOperators } from "./more-operators.ts";
import type { CompileOptions, Program } from "./program.ts";
import type { Snapshot } from "./types.ts";

/**
 * Makes a snapshot ready. Total: it never throws, and a document that this engine cannot run is left out alone (`quarantined`). Documents are
 * checked and planned when they are first asked for. The values of variants are served as they are, so the snapshot must not be changed afterwards.
 */
export const compile = (snapshot: Snapshot, options: CompileOptions = {}): Program =>
  makeProgram(snapshot, { checker, moreOperators, ...options });
