import { can } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import type { Context } from "#app/platform/context.ts";
import { exampleFlags, type ExampleFlags } from "./key-snippets.ts";

/** The flags that a new key is tried with: of the project, as far as whoever asks may see them. */
export async function findExampleFlags(ctx: Context, input: { project: string }): Promise<ExampleFlags> {
  const { id: projectId } = await locateProject(ctx, input.project, "key.read");
  const environments = can(ctx.actor, "environment.read", { projectId })
    ? await listEnvironments(ctx, input)
    : [];
  const seen = environments.find(({ id }) => can(ctx.actor, "flag.read", { projectId, environmentId: id }));
  const live = seen === undefined ? undefined : ctx.snapshots.get(seen.id);
  return exampleFlags(live?.snapshot.flags ?? []);
}
