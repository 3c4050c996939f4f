/** @module Checks of whole documents, for engines that are made of the core: hand `checker` to its `compile`. */
import { judgeGraph } from "./graph.ts";
import { checkDocument } from "./schema.ts";
import type { Checker } from "./trusting.ts";

export const checker: Checker = { check: checkDocument, judge: judgeGraph };
