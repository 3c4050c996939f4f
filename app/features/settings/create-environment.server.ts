import { sqlState } from "#db/client.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { addEnvironment } from "#app/features/environments/add-environment.server.ts";
import { viewEnvironment } from "#app/features/environments/environment-view.server.ts";
import {
  listEnvironments,
  type ListedEnvironment,
} from "#app/features/environments/list-environments.server.ts";
import { beginFlags } from "#app/features/flags/begin-flags.server.ts";
import { announce } from "#app/features/publishing/announce.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import { refuseUnaddressable } from "#app/platform/addressable.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, Problem } from "#app/platform/problem.ts";

export interface CreateEnvironmentInput {
  readonly project: string;
  readonly key: string;
  readonly name: string;
  readonly protected?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** So many, that nobody who works with flags in earnest meets the limit. */
const most = 50;

/** An environment with every flag of the project in it, each off; it comes last in lists. */
export async function createEnvironment(
  ctx: Context,
  input: CreateEnvironmentInput,
): Promise<ListedEnvironment> {
  const { id: projectId } = await locateProject(ctx, input.project, "environment.write");
  refuseUnaddressable(input.key);
  const present = await listEnvironments(ctx, input);
  if (present.length >= most) throw invalid("/key", `A project has at most ${most} environments.`);
  const { key, name } = input;
  const fresh = { id: ctx.newId(), key, name, protected: input.protected ?? false };
  let made: Awaited<ReturnType<typeof addEnvironment>> | undefined;
  try {
    const { revisions } = await publish(ctx, {
      environmentIds: [...present.map(({ id }) => id), fresh.id],
      allOf: projectId,
      comment: `Created ${key}`,
      dryRun: input.dryRun,
      async prepare(tx) {
        made = await addEnvironment(tx, ctx, { ...fresh, projectId });
      },
      async change(tx) {
        const operations = await beginFlags(tx, { projectId, environment: fresh, at: ctx.now() });
        return {
          result: undefined,
          environments: [{ environmentId: fresh.id, operations }],
          audit: [
            {
              action: "environment.created",
              projectId,
              environmentId: fresh.id,
              subject: { kind: "environment", key },
              summary: `Created the environment ${name}`,
              changes: fresh.protected ? ["protected"] : [],
            },
          ],
        };
      },
    });
    const revision = revisions.get(fresh.id) ?? 0;
    // Without any flags nothing was published; its keys are to evaluate at once nevertheless.
    if (revision === 0 && input.dryRun !== true) await announce(ctx, new Map([[fresh.id, revision]]));
    if (made === undefined) throw new Error("An environment was published, but not made.");
    return viewEnvironment({ ...made, revision });
  } catch (error) {
    if (sqlState(error) !== "23505") throw error;
    throw new Problem("already_exists", {
      detail: `There is an environment "${key}" already.`,
      fields: [{ pointer: "/key", message: "This key is taken." }],
    });
  }
}
