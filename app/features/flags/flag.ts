import type { FlagType, Json, Variant } from "@guidon/engine";
import type { TargetedFlag } from "#app/features/targeting/targeted-flag.ts";
import type { FieldProblem } from "#app/platform/problem.ts";

export const flagTypes = ["boolean", "string", "number", "object"] as const satisfies readonly FlagType[];
export const flagKinds = ["release", "experiment", "ops", "permission", "kill-switch"] as const;
export type FlagKind = (typeof flagKinds)[number];

/** What a flag is in every environment of its project. */
export interface FlagDefinition extends TargetedFlag {
  readonly name: string;
  readonly description: string;
  readonly kind: FlagKind;
  readonly owner: string | null;
  readonly tags: readonly string[];
  /** When a temporary flag should be gone; null where it is permanent. */
  readonly dueOn: Date | null;
  /** JSON Schema (2020-12) for the values of an object flag; null: any. */
  readonly schema: Json;
}

/** What a new boolean flag offers; the other types have no values that suit everybody. */
export const booleanVariants: readonly Variant[] = [
  { key: "on", value: true },
  { key: "off", value: false },
];

/** What is wrong with the definition, each with a pointer into it; whether values fit the schema is another matter. */
export function checkDefinition(
  definition: Pick<FlagDefinition, "type" | "variants" | "schema" | "safeVariant">,
): FieldProblem[] {
  const problems = checkVariants(definition);
  if (definition.schema !== null && definition.type !== "object")
    problems.push({ pointer: "/schema", message: "Only the values of an object flag can have a schema." });
  const { safeVariant } = definition;
  if (safeVariant !== null && !definition.variants.some(({ key }) => key === safeVariant))
    problems.push({ pointer: "/safeVariant", message: `The flag has no variant "${safeVariant}".` });
  return problems;
}

function checkVariants(definition: Pick<FlagDefinition, "type" | "variants">): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (definition.variants.length === 0)
    problems.push({ pointer: "/variants", message: "Give at least one variant." });
  const seen = new Set<string>();
  definition.variants.forEach(({ key, value }, index) => {
    if (seen.has(key)) {
      problems.push({
        pointer: `/variants/${index}/key`,
        message: `There are two variants with the key "${key}".`,
      });
    }
    seen.add(key);
    if (!fits(definition.type, value)) {
      problems.push({
        pointer: `/variants/${index}/value`,
        message: `The value of "${key}" is not of the flag's type, ${definition.type}.`,
      });
    }
  });
  return problems;
}

function fits(type: FlagType, value: Json): boolean {
  switch (type) {
    case "boolean":
    case "string":
      return typeof value === type;
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "object":
      return typeof value === "object" && value !== null;
    default:
      return type satisfies never;
  }
}
