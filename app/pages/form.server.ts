import type { z } from "zod";
import { Problem } from "#app/platform/problem.ts";
import { refuseDeep, refuseUnstorable } from "#app/platform/storable.ts";

/** The fields of a posted form, parsed; throws what is wrong with each by its pointer. */
export async function readForm<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  return parse(formFields(await formOf(request)), schema);
}

/** The JSON of a page's own script. */
export async function readJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  return parse(await readAs(() => request.json()), schema);
}

export const formOf = (request: Request): Promise<FormData> => readAs(() => request.formData());

/** A body of another kind than was asked for is the sender's mistake. */
async function readAs<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    throw new Problem("malformed_request", { detail: "The form could not be read." });
  }
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
  refuseDeep(value);
  refuseUnstorable(value);
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
