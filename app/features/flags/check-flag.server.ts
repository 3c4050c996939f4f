import { misfits } from "#app/platform/json-schema.server.ts";
import { invalidFields } from "#app/platform/problem.ts";
import { checkDefinition, type FlagDefinition } from "./flag.ts";

/** Throws where the definition is not sound in itself, its values under its schema included. */
export async function checkFlag(definition: FlagDefinition): Promise<void> {
  const fields = checkDefinition(definition);
  if (fields.length > 0) throw invalidFields(fields);
  const { schema, variants } = definition;
  if (schema === null) return;
  const found = await misfits(
    schema,
    variants.map(({ value }) => value),
    "/schema",
  );
  if (found.length > 0)
    throw invalidFields(
      found.map(({ index, pointer, message }) => ({
        pointer: `/variants/${index}/value${pointer}`,
        message,
      })),
    );
}
