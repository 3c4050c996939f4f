import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { Json } from "@guidon/engine";
import type { OutputUnit } from "@cfworker/json-schema";
import { invalid, type FieldProblem } from "./problem.ts";

/** A schema may ask for work without end: patterns that backtrack, references that double. */
const patienceMs = 2000;
const mostProblems = 10;

/**
 * Where values do not fit a JSON Schema (2020-12), each by its place among `values`. The schema is somebody's text, so it
 * is interpreted, never compiled, in a thread of its own that is ended when it takes too long; nothing is fetched.
 * Refuses, at `pointer`, what is no schema.
 */
export async function misfits(
  schema: Json,
  values: readonly Json[],
  pointer: string,
): Promise<(FieldProblem & { readonly index: number })[]> {
  refuseOutside(schema, pointer);
  const answer = await interpret(schema, values);
  if ("failed" in answer) throw invalid(pointer, answer.failed);
  return answer.problems.flatMap((units, index) =>
    units
      .filter(({ keyword }) => !applicators.has(keyword))
      .slice(0, mostProblems)
      .map(({ instanceLocation, error }) => ({
        index,
        pointer: decodeURI(instanceLocation.slice(1)),
        message: error,
      })),
  );
}

/** These only say that something within them does not fit. */
const applicators = new Set(["$ref", "properties", "items", "prefixItems", "additionalProperties", "allOf"]);

type Answer =
  | { readonly problems: readonly (readonly OutputUnit[])[] }
  /** A sentence for whoever wrote the schema. */
  | { readonly failed: string };

const interpreter = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { Validator } = require(workerData.library);
  try {
    const validator = new Validator(workerData.schema, "2020-12", false);
    parentPort.postMessage({ problems: workerData.values.map((value) => validator.validate(value).errors) });
  } catch (error) {
    parentPort.postMessage({ failed: "This is not a schema that can be used: " + error.message });
  }`;

function interpret(schema: Json, values: readonly Json[]): Promise<Answer> {
  const library = createRequire(import.meta.url).resolve("@cfworker/json-schema");
  const worker = new Worker(interpreter, {
    eval: true,
    execArgv: [],
    workerData: { library, schema, values },
    resourceLimits: { maxOldGenerationSizeMb: 64, stackSizeMb: 2 },
  });
  return new Promise<Answer>((resolve, reject) => {
    const late = setTimeout(
      () => resolve({ failed: "It takes too long to find out what fits this schema." }),
      patienceMs,
    );
    worker.once("message", resolve);
    worker.once("error", (error: Error & { code?: string }) =>
      error.code === "ERR_WORKER_OUT_OF_MEMORY"
        ? resolve({ failed: "It takes too much memory to find out what fits this schema." })
        : reject(error),
    );
    worker.once("exit", () => clearTimeout(late));
  }).finally(() => void worker.terminate());
}

/** What the schema leans on must be in it. */
function refuseOutside(schema: Json, pointer: string): void {
  if (Array.isArray(schema)) {
    schema.forEach((each: Json, index) => refuseOutside(each, `${pointer}/${index}`));
    return;
  }
  if (typeof schema !== "object" || schema === null) return;
  for (const [name, value] of Object.entries(schema)) {
    const place = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (name.endsWith("$ref") && typeof value === "string" && !value.startsWith("#"))
      throw invalid(place, "A schema may refer to its own parts only, such as #/$defs/colour.");
    refuseOutside(value, place);
  }
}
