import type { z } from "zod";
import { deepestContext, type evaluationOperations } from "#openapi/v1/evaluation.ts";

/**
 * The bodies of evaluations, read by hand: the contract's schemas take longer over one than evaluating does. These
 * functions never refuse: what is not plainly right is left to the schema (undefined), which accepts it or says what is
 * wrong. A property test holds the two together.
 */

type EvaluateBody = z.output<(typeof evaluationOperations)["evaluate"]["body"]>;
type OfrepBody = z.output<(typeof evaluationOperations)["ofrepEvaluateFlags"]["body"]>;

const longestKey = 1000;
const mostFlags = 1000;

export function parseEvaluate(body: unknown): EvaluateBody | undefined {
  if (!isObject(body)) return undefined;
  let choices = 0;
  for (const name in body) {
    const value = body[name];
    switch (name) {
      case "flag":
        if (!isFlagKey(value)) return undefined;
        choices += 1;
        break;
      case "flags":
        if (!Array.isArray(value) || value.length === 0 || value.length > mostFlags) return undefined;
        if (!value.every(isFlagKey)) return undefined;
        choices += 1;
        break;
      case "all":
        if (value !== true) return undefined;
        choices += 1;
        break;
      case "explain":
        if (typeof value !== "boolean") return undefined;
        break;
      case "context":
        if (!isContext(value)) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return choices === 1 && body["context"] !== undefined ? (body as unknown as EvaluateBody) : undefined;
}

export function parseOfrep(body: unknown): OfrepBody | undefined {
  return isObject(body) && isContext(body["context"]) ? body : undefined;
}

function isFlagKey(value: unknown): boolean {
  return typeof value === "string" && value.length <= longestKey;
}

function isContext(value: unknown): boolean {
  return isObject(value) && isPlain(value, 1);
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What `JSON.parse` gave is JSON but for two things: numbers past the largest double, and the nesting. A member called
 * `__proto__` is for the schema, which takes it out unseen.
 */
function isPlain(value: object, depth: number): boolean {
  if (depth > deepestContext) return false;
  for (const name in value) {
    if (name === "__proto__") return false;
    const inner = (value as Members)[name];
    if (typeof inner === "number") {
      if (!Number.isFinite(inner)) return false;
    } else if (typeof inner === "object" && inner !== null && !isPlain(inner, depth + 1)) return false;
  }
  return true;
}
