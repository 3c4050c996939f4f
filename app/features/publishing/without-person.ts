import { redactor, replaceTexts, type ErasedPerson } from "#app/platform/eraser.ts";

/**
 * A document without a person: a pseudonym for their keys, and no word of them in descriptions. What it serves stays as
 * it is, since a variant's value is the team's own.
 */
export function withoutPerson<Document>(document: Document, person: ErasedPerson): Document {
  const texts = new Map(person.keys.map((key) => [key, person.pseudonym]));
  const members = Object.entries(document as Record<string, unknown>).map(([name, value]) => [
    name,
    name === "variants" ? value : described(replaceTexts(value, texts), redactor(person)),
  ]);
  return Object.fromEntries(members) as Document;
}

function described(value: unknown, redact: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => described(each, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === "description" && typeof each === "string" ? redact(each) : described(each, redact),
    ]),
  );
}
