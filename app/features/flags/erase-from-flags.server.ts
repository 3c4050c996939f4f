import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { redactor, replaceTexts, type Erased, type ErasedPerson } from "#app/platform/eraser.ts";
import { selectFlagsNaming, updateFlagWords } from "./flag-store.server.ts";

/** A flag whose owner was the person has none; names in descriptions go. */
export async function eraseFromFlags(
  tx: Transaction,
  _: Context,
  person: ErasedPerson,
): Promise<readonly Erased[]> {
  const redact = redactor(person);
  const texts = new Map(person.keys.map((key) => [key, person.pseudonym]));
  let count = 0;
  for (const row of await selectFlagsNaming(tx, [...person.keys, ...person.names])) {
    const owner = row.owner === null || redact(row.owner) !== row.owner ? null : row.owner;
    const description = redact(row.description);
    const name = redact(row.name);
    const metadata = replaceTexts(row.metadata, texts);
    const changed =
      owner !== row.owner ||
      description !== row.description ||
      name !== row.name ||
      JSON.stringify(metadata) !== JSON.stringify(row.metadata);
    if (!changed) continue;
    await updateFlagWords(tx, { ...row, owner, description, name, metadata });
    count += 1;
  }
  return [{ what: "flags", count }];
}
