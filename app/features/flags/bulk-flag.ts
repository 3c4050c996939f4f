import type { BulkFlag } from "./bulk.ts";
import type { FlagRow } from "./listed-flag.ts";

/** A flag of the list, as far as changing many at once needs it. */
export function bulkFlagOf({
  key,
  tags,
  archived,
  version,
  environments,
}: Pick<FlagRow, "key" | "tags" | "archived" | "version" | "environments">): BulkFlag {
  const versions = Object.fromEntries(environments.map((state) => [state.key, state.version]));
  return { key, tags, archived, version, versions };
}
