import { authorise } from "#app/features/access/authorise.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { chainOf } from "./chain.ts";

/** A project's chain, or (left out) that of what belongs to no project. */
export interface AuditPlace {
  readonly project?: string | undefined;
}

export interface LocatedChain {
  readonly chain: string;
  readonly projectId: string | null;
  /** What files are called after. */
  readonly name: string;
}

/** Whoever may see all accounts may see who signed in and what was done to them; a project's log is for its members. */
export async function locateChain(ctx: Context, { project: key }: AuditPlace): Promise<LocatedChain> {
  if (key === undefined) {
    authorise(ctx, "person.read", { projectId: null });
    return { chain: chainOf(null), projectId: null, name: "installation" };
  }
  const { id: projectId, key: name } = await locateProject(ctx, key, "audit.read");
  return { chain: chainOf(projectId), projectId, name };
}
