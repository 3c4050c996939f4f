import { z } from "zod";
import { keySchema } from "#app/features/projects/key.ts";
import { flagKinds, flagTypes } from "./flag.ts";
import { readValue } from "./variants.ts";

const optionalText = z
  .string()
  .trim()
  .transform((text) => (text === "" ? undefined : text))
  .optional();

/** The form for a new flag: texts, as forms send them, into what the use case takes. */
export const flagForm = z
  .object({
    key: keySchema,
    name: z.string().trim().min(1, "Give a name.").max(200, "At most 200 characters."),
    description: z.string().trim().max(2000, "At most 2000 characters.").optional(),
    type: z.enum(flagTypes),
    kind: z.enum(flagKinds),
    owner: optionalText,
    tags: z
      .string()
      .transform((text) => [...new Set(text.split(",").map((tag) => tag.trim()))].filter((tag) => tag !== ""))
      .optional(),
    dueOn: optionalText.transform((text) => (text === undefined ? null : new Date(`${text}T00:00:00Z`))),
    client: z.literal("true").optional(),
    variants: z.array(z.object({ key: keySchema, text: z.string() })),
  })
  .transform((form, ctx) => {
    const variants = form.variants.map(({ key, text }, index) => {
      const read = readValue(form.type, text);
      if ("value" in read) return { key, value: read.value };
      ctx.addIssue({ code: "custom", path: ["variants", index, "value"], message: read.problem });
      return z.NEVER;
    });
    return { ...form, client: form.client !== undefined, variants };
  });

/** Variants arrive as two columns of the form. A row in which nothing was typed does not count. */
export function variantRows(keys: readonly string[], texts: readonly string[]) {
  return keys
    .map((key, index) => ({ key: key.trim(), text: texts[index] ?? "" }))
    .filter(({ key, text }) => key !== "" || text !== "");
}
