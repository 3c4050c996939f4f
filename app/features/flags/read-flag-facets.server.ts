import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { selectFacets } from "./flag-list-store.server.ts";

export interface Facet {
  readonly name: string;
  /** How many flags that are not archived have it. */
  readonly count: number;
}

/** What a list can be narrowed by: every tag and owner that is in use. */
export async function readFlagFacets(
  ctx: Context,
  input: { project: string },
): Promise<{ readonly tags: readonly Facet[]; readonly owners: readonly Facet[] }> {
  const { id } = await locateProject(ctx, input.project, "flag.read");
  const rows = await selectFacets(ctx.db, id);
  const facets = (kind: "tag" | "owner") =>
    rows.filter((row) => row.kind === kind).map(({ name, count }) => ({ name, count }));
  return { tags: facets("tag"), owners: facets("owner") };
}
