import type { z } from "zod";
import type { FlagView } from "#app/features/flags/flag-view.ts";
import type { flagSchema } from "#openapi/v1/flags.ts";

/** Dates as the wire has them. */
export function time(date: Date): string;
export function time(date: Date | null): string | null;
export function time(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}

/** Whether any of the texts has `search` in it, whatever the case; all do where nothing is searched for. */
export function mentions(search: string | undefined, ...texts: readonly string[]): boolean {
  return search === undefined || texts.some((text) => text.toLowerCase().includes(search.toLowerCase()));
}

export function presentFlag(flag: FlagView): z.input<typeof flagSchema> {
  return {
    key: flag.key,
    name: flag.name,
    description: flag.description,
    type: flag.type,
    kind: flag.kind,
    owner: flag.owner,
    tags: [...flag.tags],
    dueOn: time(flag.dueOn),
    client: flag.client,
    variants: flag.variants.map(({ key, value }) => ({ key, value: value as z.util.JSONType })),
    schema: flag.schema as Record<string, z.util.JSONType> | null,
    safeVariant: flag.safeVariant,
    metadata: flag.metadata,
    archived: flag.archived,
    createdAt: time(flag.createdAt),
    updatedAt: time(flag.updatedAt),
    version: flag.version,
    environments: Object.fromEntries(flag.environments.map(({ key, ...state }) => [key, state])),
  };
}

/** A strong entity tag and back. */
export function entityTag(version: string): string {
  return `"${version}"`;
}

/** The version that an If-Match names; `*` stays, and a list or weak tag can never match. */
export function versionOf(ifMatch: string | undefined): string | undefined {
  const tag = ifMatch?.trim();
  // Quoted, an asterisk is a tag like any other, and no version is called that.
  return tag === '"*"' ? tag : (/^"(.*)"$/.exec(tag ?? "")?.[1] ?? tag);
}

/** Whether an If-None-Match holds the tag, in a list or marked as weak by something on the way (RFC 9110, 13.1.2). */
export function matchesTag(ifNoneMatch: string | undefined, etag: string): boolean {
  return (
    ifNoneMatch?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag || tag.trim() === "*") ??
    false
  );
}
