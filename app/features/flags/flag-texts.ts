import type { FlagDefinition } from "./flag.ts";

/** The settings of a flag as a form has them. */
export interface FlagTexts {
  readonly name: string;
  readonly description: string;
  readonly kind: FlagDefinition["kind"];
  readonly owner: string;
  /** Separated by commas. */
  readonly tags: string;
  /** `2027-01-06`; empty: permanent. */
  readonly dueOn: string;
  readonly client: boolean;
  /** Empty: the off variant. */
  readonly safeVariant: string;
  /** A JSON object. */
  readonly metadata: string;
}

export function textsOf(flag: Omit<FlagDefinition, "key" | "type" | "variants" | "schema">): FlagTexts {
  return {
    name: flag.name,
    description: flag.description,
    kind: flag.kind,
    owner: flag.owner ?? "",
    tags: flag.tags.join(", "),
    dueOn: flag.dueOn === null ? "" : flag.dueOn.toISOString().slice(0, 10),
    client: flag.client,
    safeVariant: flag.safeVariant ?? "",
    metadata: JSON.stringify(flag.metadata, null, 2),
  };
}

export const textWords: Readonly<Record<keyof FlagTexts, string>> = {
  name: "the name",
  description: "the description",
  kind: "the kind",
  owner: "the owner",
  tags: "the tags",
  dueOn: "when it is to be removed",
  client: "whether client keys may read it",
  safeVariant: "the safe variant",
  metadata: "the metadata",
};

/** What somebody else changed since, of what is typed here too. */
export function changedMeanwhile(
  started: FlagTexts,
  now: FlagTexts,
  typed: Partial<FlagTexts>,
): (keyof FlagTexts)[] {
  return (Object.keys(textWords) as (keyof FlagTexts)[]).filter(
    (name) => typed[name] !== undefined && typed[name] !== now[name] && started[name] !== now[name],
  );
}
