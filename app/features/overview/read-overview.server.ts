import { can } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { readPropagation } from "#app/features/propagation/read-propagation.server.ts";
import { liveEnvironment } from "#app/features/publishing/live-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { countStates, type EnvironmentOverview } from "./environment-overview.ts";

/** What the environments of a project do now, those that the actor may see; as this process serves them. */
export async function readOverview(ctx: Context, input: { project: string }): Promise<EnvironmentOverview[]> {
  const { id } = await locateProject(ctx, input.project, "flag.read");
  const environments = await listEnvironments(ctx, input);
  return Promise.all(
    environments
      .filter((environment) => can(ctx.actor, "flag.read", { projectId: id, environmentId: environment.id }))
      .map(async ({ id: environmentId, key, name, protected: isProtected }) => {
        const { connected, serving } = await readPropagation(ctx, { ...input, environment: key });
        const { revision, snapshot, program } = liveEnvironment(ctx, environmentId);
        const quarantined = program.quarantined.map((document) => ({
          kind: document.kind,
          key: document.key,
        }));
        const broken = new Set(quarantined.filter(({ kind }) => kind === "flag").map((flag) => flag.key));
        return {
          ...{ key, name, revision, protected: isProtected, quarantined },
          flags: countStates(snapshot.flags.filter((flag) => !broken.has(flag.key))),
          instances: { connected, serving },
        };
      }),
  );
}
