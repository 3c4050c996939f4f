import type { FlagType, Json, Variant } from "@guidon/engine";
import type { FieldProblem } from "#app/platform/problem.ts";

export const flagTypes = ["boolean", "string", "number", "object"] as const satisfies readonly FlagType[];
export const flagKinds = ["release", "experiment", "ops", "permission", "kill-switch"] as const;
export type FlagKind = (typeof flagKinds)[number];

/** What a flag is in every environment of its project. */
export interface FlagDefinition {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly type: FlagType;
  readonly kind: FlagKind;
  readonly owner: string | null;
  readonly tags: readonly string[];
  /** When a temporary flag should be gone; null where it is permanent. */
  readonly dueOn: Date | null;
  /** Whether public client keys may read it. */
  readonly client: boolean;
  readonly variants: readonly Variant[];
}

/** What a new boolean flag offers; the other types have no values that suit everybody. */
export const booleanVariants: readonly Variant[] = [
  { key: "on", value: true },
  { key: "off", value: false },
];

/** The variant served while a new flag is off: the one that is false, else the first. */
export function calmVariant(definition: Pick<FlagDefinition, "variants">): string {
  const calm = definition.variants.find(({ value }) => value === false) ?? definition.variants[0];
  if (calm === undefined) throw new Error("A flag has at least one variant.");
  return calm.key;
}

/** The variant that a rollout brings in where none is named: the first that is not the calm one. */
export function risingVariant(definition: Pick<FlagDefinition, "variants">): string {
  const calm = calmVariant(definition);
  return definition.variants.find(({ key }) => key !== calm)?.key ?? calm;
}

/** What is wrong with the variants, each with a pointer into the definition. */
export function checkVariants(definition: Pick<FlagDefinition, "type" | "variants">): FieldProblem[] {
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
