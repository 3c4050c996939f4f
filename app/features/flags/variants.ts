import type { FlagType, Json } from "@guidon/engine";
import { parseJson } from "#app/platform/parse-json.ts";
import { booleanVariants, type FlagDefinition } from "./flag.ts";

/** A variant as it is typed, before it is known whether it fits. */
export interface TypedVariant {
  readonly key: string;
  readonly text: string;
}

/** What a form for a new flag begins with. */
export function firstVariants(type: FlagType): TypedVariant[] {
  switch (type) {
    case "boolean":
      return booleanVariants.map(({ key, value }) => ({ key, text: JSON.stringify(value) }));
    case "string":
      return [
        { key: "control", text: "control" },
        { key: "treatment", text: "treatment" },
      ];
    case "number":
      return [
        { key: "low", text: "10" },
        { key: "high", text: "100" },
      ];
    case "object":
      return [
        { key: "default", text: "{}" },
        { key: "new", text: '{ "enabled": true }' },
      ];
  }
}

export type ReadValue = { readonly value: Json } | { readonly problem: string };

/** The value that a text stands for in a flag of that type. */
export function readValue(type: FlagType, text: string): ReadValue {
  switch (type) {
    case "string":
      return { value: text };
    case "boolean":
      return text === "true" || text === "false"
        ? { value: text === "true" }
        : { problem: "Write true or false." };
    case "number": {
      const value = Number(text);
      return text.trim() !== "" && Number.isFinite(value) ? { value } : { problem: "This is not a number." };
    }
    case "object":
      return readObject(text);
  }
}

function readObject(text: string): ReadValue {
  const read = parseJson(text);
  if ("problem" in read) return read;
  return typeof read.value === "object" && read.value !== null
    ? { value: read.value as Json }
    : { problem: "Write a JSON object in braces, or a list in brackets." };
}

/** The place of a typed variant in the order of colours, as `hueIndex` gives it once it is saved. */
export function typedHueIndex(type: FlagType, rows: readonly TypedVariant[], index: number): number {
  const calm =
    type === "boolean"
      ? Math.max(
          0,
          rows.findIndex((row) => row.text === "false"),
        )
      : 0;
  if (index === calm) return 0;
  return index < calm ? index + 1 : index;
}

/** Variants as they are typed; values of an object flag laid out to be read. */
export function rowsOf({ type, variants }: Pick<FlagDefinition, "type" | "variants">): TypedVariant[] {
  return variants.map(({ key, value }) => ({
    key,
    text: typeof value === "string" && type === "string" ? value : JSON.stringify(value, null, 2),
  }));
}

export function schemaText(schema: Json): string {
  return schema === null ? "" : JSON.stringify(schema, null, 2);
}
