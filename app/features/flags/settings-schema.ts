import { z } from "zod";
import { parseJson } from "#app/platform/parse-json.ts";
import { flagKinds, type FlagDefinition } from "./flag.ts";

const optional = (text: z.ZodString) => text.trim().transform((value) => (value === "" ? null : value));

/** The form's texts into what the use case takes. */
export const settingsForm = z
  .object({
    expectedVersion: z.string(),
    comment: z.string().trim().max(1000, "At most 1000 characters.").optional(),
    name: z.string().trim().min(1, "Give a name.").max(200, "At most 200 characters."),
    description: z.string().trim().max(5000, "At most 5000 characters."),
    kind: z.enum(flagKinds),
    owner: optional(z.string().max(100, "At most 100 characters.")),
    tags: z
      .string()
      .transform(tagsOf)
      .pipe(z.array(z.string().max(50, "A tag has at most 50 characters.")).max(50, "At most 50 tags.")),
    dueOn: z
      .union([z.literal(""), z.iso.date("This is not a date.")])
      .transform((text) => (text === "" ? null : new Date(`${text}T00:00:00Z`))),
    client: z.literal("true").optional(),
    safeVariant: optional(z.string()),
    metadata: z.string(),
  })
  .transform((form, ctx) => {
    const metadata = readMetadata(form.metadata);
    if (typeof metadata === "string") {
      ctx.addIssue({ code: "custom", path: ["metadata"], message: metadata });
      return z.NEVER;
    }
    return { ...form, client: form.client !== undefined, metadata };
  });

function tagsOf(text: string): string[] {
  return [...new Set(text.split(",").map((tag) => tag.trim()))].filter((tag) => tag !== "");
}

/** A string says what is wrong. */
function readMetadata(text: string): FlagDefinition["metadata"] | string {
  const read = parseJson(text.trim() === "" ? "{}" : text);
  if ("problem" in read) return read.problem;
  const { value } = read;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return "Write a JSON object in braces.";
  return JSON.stringify(value).length > 10_000
    ? "At most 10,000 characters of JSON."
    : (value as FlagDefinition["metadata"]);
}
