import type { Json, Variant } from "@guidon/engine";
import { z } from "zod";
import { keySchema } from "#app/features/projects/key.ts";
import { parseJson } from "#app/platform/parse-json.ts";
import { flagTypes } from "./flag.ts";
import { readValue } from "./variants.ts";

/** Variants and schema as the page sends them: texts, into what the use case takes. */
export const variantsForm = z
  .object({
    expectedVersion: z.string(),
    comment: z.string().trim().max(1000, "At most 1000 characters."),
    type: z.enum(flagTypes),
    variants: z.array(z.object({ key: keySchema, text: z.string() })),
    /** JSON; empty: none. */
    schema: z.string(),
  })
  .transform(({ type, ...form }, ctx) => {
    const variants = form.variants.map(({ key, text }, index): Variant => {
      const read = readValue(type, text);
      if ("value" in read) return { key, value: read.value };
      ctx.addIssue({ code: "custom", path: ["variants", index, "value"], message: read.problem });
      return z.NEVER;
    });
    return { ...form, variants, schema: readSchema(form.schema, ctx) };
  });

function readSchema(text: string, ctx: z.RefinementCtx): Json {
  if (text.trim() === "") return null;
  const read = parseJson(text);
  const message =
    "problem" in read
      ? read.problem
      : typeof read.value !== "object" || read.value === null || Array.isArray(read.value)
        ? "A schema is a JSON object."
        : undefined;
  if (message === undefined && "value" in read) return read.value as Json;
  ctx.addIssue({ code: "custom", path: ["schema"], message });
  return z.NEVER;
}
