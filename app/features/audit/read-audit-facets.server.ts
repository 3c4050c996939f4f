import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { AuditChoices } from "./audit-query.ts";
import { selectFacets } from "./audit-store.server.ts";
import type { ActorValue } from "./audit-values.ts";
import { chainOf } from "./chain.ts";

/** What the entries of a project can be narrowed to. */
export async function readAuditFacets(ctx: Context, input: { project: string }): Promise<AuditChoices> {
  const project = await locateProject(ctx, input.project, "audit.read");
  const { actors, ...rest } = await selectFacets(ctx.db, chainOf(project.id));
  const names = actors.map((value) => (JSON.parse(value) as ActorValue).name);
  return { ...rest, actors: [...new Set(names)].sort((a, b) => a.localeCompare(b, "en")) };
}
