import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { selectDueFlags, type DueFlag } from "./flag-list-store.server.ts";

export interface ListDueFlagsInput {
  readonly project: string;
  /** Only what is to be removed before; what is long past due, too. */
  readonly before: Date;
  readonly limit: number;
}

/** The flags that are to be removed soonest, those first that should be gone. */
export async function listDueFlags(ctx: Context, input: ListDueFlagsInput): Promise<DueFlag[]> {
  const { id: projectId } = await locateProject(ctx, input.project, "flag.read");
  return selectDueFlags(ctx.db, { ...input, projectId });
}
