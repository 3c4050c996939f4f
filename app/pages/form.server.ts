import type { z } from "zod";
import { Problem } from "#app/platform/problem.ts";

/** The fields of a posted form, parsed; throws what is wrong with each by its pointer. */
export async function readForm<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  return parse(formFields(await request.formData()), schema);
}

/** The texts of a form; of several with one name the last. */
export function formFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string") fields[name] = value;
  }
  return fields;
}

/** Any value, parsed by the same rules. */
export function parse<S extends z.ZodType>(value: unknown, schema: S): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem("invalid_input", {
    fields: parsed.error.issues.map((issue) => ({
      pointer: issue.path
        .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
        .join(""),
      message: issue.message,
    })),
  });
}
