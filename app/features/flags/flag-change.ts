import type { Json, Variant } from "@guidon/engine";
import type { FlagDefinition, FlagKind } from "./flag.ts";
import type { Shorthands } from "#app/features/targeting/targeting-edit.ts";

/** What may be asked of a flag that is there. What is left out stays. */
export interface FlagChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly kind?: FlagKind | undefined;
  readonly owner?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly dueOn?: Date | null | undefined;
  readonly client?: boolean | undefined;
  readonly variants?: readonly Variant[] | undefined;
  readonly schema?: Json | undefined;
  readonly safeVariant?: string | null | undefined;
  readonly metadata?: FlagDefinition["metadata"] | undefined;
  readonly archived?: boolean | undefined;
  /** By environment key, in the words of the shorthand. */
  readonly environments?: Shorthands | undefined;
}

interface Kept extends FlagDefinition {
  readonly archivedAt: Date | null;
  readonly version: number;
  readonly updatedAt: Date;
}

/** The flag after the change, one version on. */
export function changedFlag<Flag extends Kept>(present: Flag, change: FlagChange, now: Date): Flag {
  const archived = change.archived ?? present.archivedAt !== null;
  return {
    ...present,
    name: change.name ?? present.name,
    description: change.description ?? present.description,
    kind: change.kind ?? present.kind,
    owner: change.owner === undefined ? present.owner : change.owner,
    tags: change.tags ?? present.tags,
    dueOn: change.dueOn === undefined ? present.dueOn : change.dueOn,
    client: change.client ?? present.client,
    variants: change.variants ?? present.variants,
    schema: change.schema === undefined ? present.schema : change.schema,
    safeVariant: change.safeVariant === undefined ? present.safeVariant : change.safeVariant,
    metadata: change.metadata ?? present.metadata,
    archivedAt: archived ? (present.archivedAt ?? now) : null,
    version: present.version + 1,
    updatedAt: now,
  };
}

/** True where SDKs are served something else in every environment: it takes the right to change each of them. */
export function servesOtherwise(before: Kept, after: Kept): boolean {
  return (
    (before.archivedAt === null) !== (after.archivedAt === null) ||
    differs(before, after, "client") ||
    differs(before, after, "variants") ||
    differs(before, after, "metadata")
  );
}

const told = [
  ...(["name", "description", "kind", "owner", "tags", "dueOn", "client"] as const),
  ...(["variants", "schema", "safeVariant", "metadata"] as const),
] as const;

/** What changed in the definition, in readable lines; none where nothing did. */
export function definitionChanges(before: Kept, after: Kept): string[] {
  const lines = told
    .filter((field) => differs(before, after, field))
    .map((field) => `${field}: ${worded(before, field)} → ${worded(after, field)}`);
  const action = changeAction(before, after);
  return action === "flag.changed" ? lines : [action === "flag.archived" ? "archived" : "restored", ...lines];
}

/** As JSON; a time at midnight stands for its day. */
function worded(flag: Kept, field: (typeof told)[number]): string {
  const text = JSON.stringify(flag[field]);
  return field === "dueOn" ? text.replace("T00:00:00.000Z", "") : text;
}

export function changeAction(before: Kept, after: Kept): "flag.changed" | "flag.archived" | "flag.restored" {
  if ((before.archivedAt === null) === (after.archivedAt === null)) return "flag.changed";
  return after.archivedAt === null ? "flag.restored" : "flag.archived";
}

export function changeSummary(before: Kept, after: Kept): string {
  const verbs = {
    "flag.changed": "Changed",
    "flag.archived": "Archived",
    "flag.restored": "Restored",
  } as const;
  return `${verbs[changeAction(before, after)]} ${after.key}`;
}

function differs(before: Kept, after: Kept, field: (typeof told)[number]): boolean {
  return JSON.stringify(before[field]) !== JSON.stringify(after[field]);
}
