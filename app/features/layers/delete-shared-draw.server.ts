import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { findMoment } from "#app/features/publishing/find-moment.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import { readState } from "#app/features/publishing/read-state.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { deleteSharedDrawRow, selectLayersOf } from "./layer-store.server.ts";
import { locateSharedDraw } from "./locate-shared-draw.server.ts";
import type { DrawKind } from "./shared-draw.ts";
import { slicesOf } from "./slices.ts";

export interface DeleteSharedDrawInput {
  readonly project: string;
  readonly kind: DrawKind;
  readonly key: string;
  readonly dryRun?: boolean | undefined;
}

/** Deletes a layer or holdout that no flag has a part of, in any environment. */
export async function deleteSharedDraw(ctx: Context, input: DeleteSharedDrawInput): Promise<void> {
  const { id: projectId } = await locateProject(ctx, input.project, "flag.write");
  const { kind, key } = input;
  const environments = await listEnvironments(ctx, input);
  await publish(ctx, {
    // Locked, so that nobody takes a part meanwhile.
    environmentIds: environments.map(({ id }) => id),
    allOf: projectId,
    dryRun: input.dryRun,
    async change(tx) {
      const draw = await locateSharedDraw(tx, { projectId, kind, key });
      const users: { environment?: string; kind: string; key: string }[] = (
        await selectLayersOf(tx, draw.id)
      ).map((layer) => ({ kind: "layer", key: layer.key }));
      for (const { id: environmentId, key: environment } of environments) {
        const { revision } = await findMoment(tx, ctx, { environmentId, moment: {} });
        const { flags } = await readState(tx, ctx, { environmentId, revision });
        users.push(...slicesOf(draw, flags).map(({ flag }) => ({ environment, kind: "flag", key: flag })));
      }
      refuseUsed(draw, users);
      await deleteSharedDrawRow(tx, draw.id);
      const audit = {
        action: `${kind}.deleted`,
        projectId,
        subject: { kind, key },
        summary: `Deleted the ${kind} ${key}`,
      };
      return { result: undefined, environments: [], audit: [audit] };
    },
  });
}

function refuseUsed(
  { kind, key }: { kind: DrawKind; key: string },
  users: readonly { environment?: string; kind: string; key: string }[],
): void {
  const [first] = users;
  if (first === undefined) return;
  const where = first.environment === undefined ? "" : ` in ${first.environment}`;
  const others = users.length === 1 ? "" : ` and ${users.length - 1} more`;
  throw new Problem("still_needed", {
    detail: `The ${kind} "${key}" is used by the ${first.kind} "${first.key}"${where}${others}.`,
    extra: { dependents: users },
  });
}
