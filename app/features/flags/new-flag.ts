import type { FlagType, Json, Variant } from "@guidon/engine";
import { booleanVariants, type FlagDefinition, type FlagKind } from "./flag.ts";
import type { Shorthands } from "#app/features/targeting/targeting-edit.ts";

/** What suffices to make a flag; the rest has a default that suits most. */
export interface NewFlag {
  readonly key: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly type?: FlagType | undefined;
  readonly kind?: FlagKind | undefined;
  readonly owner?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly dueOn?: Date | null | undefined;
  readonly client?: boolean | undefined;
  readonly variants?: readonly Variant[] | undefined;
  readonly schema?: Json | undefined;
  readonly safeVariant?: string | null | undefined;
  readonly metadata?: FlagDefinition["metadata"] | undefined;
  /** By environment key, what the flag does there from the start; off where nothing is said. */
  readonly environments?: Shorthands | undefined;
}

export function defineFlag(input: NewFlag): FlagDefinition {
  const type = input.type ?? "boolean";
  return {
    key: input.key,
    name: input.name ?? input.key,
    description: input.description ?? "",
    type,
    kind: input.kind ?? "release",
    owner: input.owner ?? null,
    tags: input.tags ?? [],
    dueOn: input.dueOn ?? null,
    client: input.client ?? false,
    variants: input.variants ?? (type === "boolean" ? booleanVariants : []),
    schema: input.schema ?? null,
    safeVariant: input.safeVariant ?? null,
    metadata: input.metadata ?? {},
  };
}
