import type { Condition, Json } from "@guidon/engine";
import { operatorWords } from "#app/features/conditions/operator-words.ts";
import type { Targeting } from "./targeting.ts";
import { visitClauses } from "./visit-clauses.ts";

/** Every attribute that the rules look at, in their order, once. */
export function attributesOf(targeting: {
  readonly rules: readonly { readonly when: Condition }[];
}): string[] {
  const found = new Set<string>();
  for (const rule of targeting.rules) visitClauses(rule.when, (clause) => found.add(clause.attribute));
  found.delete("");
  return [...found].filter((attribute) => !attribute.startsWith("$"));
}

/** A context to begin with: a user, and for each attribute of the rules a value that some rule asks for. */
export function exampleContext(targeting: Pick<Targeting, "rules">): { [key: string]: Json } {
  const context: { [key: string]: Json } = { targetingKey: "user-318" };
  for (const rule of targeting.rules) {
    visitClauses(rule.when, ({ attribute, op, values }) => {
      if (attribute === "" || attribute === "targetingKey" || attribute.startsWith("$")) return;
      const [first] = values;
      const value: Json = operatorWords[op].group === "List" ? [] : (first ?? "something");
      put(context, attribute.split("."), value);
    });
  }
  return context;
}

function put(target: { [key: string]: Json }, path: readonly string[], value: Json): void {
  const [head, ...rest] = path;
  if (head === undefined || head === "" || head === "__proto__") return;
  if (rest.length === 0) {
    if (!Object.hasOwn(target, head)) target[head] = value;
    return;
  }
  const present = Object.hasOwn(target, head) ? target[head] : undefined;
  const inner = isObject(present) ? { ...present } : {};
  put(inner, rest, value);
  target[head] = inner;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
