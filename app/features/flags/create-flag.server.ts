import { sqlState } from "#db/client.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import { authoriseShorthands } from "#app/features/targeting/authorise-shorthands.server.ts";
import { beginTargetings } from "#app/features/targeting/begin-targetings.server.ts";
import { toDocument } from "#app/features/targeting/targeting.ts";
import type { Context } from "#app/platform/context.ts";
import { refuseUnaddressable } from "#app/platform/addressable.ts";
import { invalidFields, Problem } from "#app/platform/problem.ts";
import { checkVariants } from "./flag.ts";
import { insertFlag, type StoredFlag } from "./flag-store.server.ts";
import { viewFlag, type FlagView } from "./flag-view.ts";
import { defineFlag, type NewFlag } from "./new-flag.ts";

export interface CreateFlagInput extends NewFlag {
  readonly project: string;
}

/** Makes the flag in every environment of the project at once, each with a revision of its own. */
export async function createFlag(ctx: Context, input: CreateFlagInput): Promise<FlagView> {
  const project = await locateProject(ctx, input.project, "flag.write");
  const environments = await listEnvironments(ctx, { project: input.project });
  const shorthands = input.environments;
  authoriseShorthands(ctx, { projectId: project.id, environments }, shorthands);

  refuseUnaddressable(input.key);
  const flag = newFlag(ctx, project.id, input);
  const fields = checkVariants(flag);
  if (fields.length > 0) throw invalidFields(fields);

  try {
    const { result } = await publish(ctx, {
      environmentIds: environments.map(({ id }) => id),
      comment: `Created ${flag.key}`,
      async change(tx) {
        await insertFlag(tx, flag);
        const rows = await beginTargetings(tx, ctx, { flag, environments, shorthands });
        return {
          result: viewFlag(flag, rows),
          environments: rows.map(({ environmentId, targeting }) => ({
            environmentId,
            operations: [{ put: "flag", document: toDocument(flag, targeting) }],
          })),
          audit: [
            {
              action: "flag.created",
              projectId: project.id,
              subject: { kind: "flag", key: flag.key },
              summary: `Created the ${flag.type} flag ${flag.key}`,
              changes: Object.entries(shorthands ?? {}).map(
                ([key, words]) => `${key}: ${JSON.stringify(words)}`,
              ),
            },
          ],
        };
      },
    });
    return result;
  } catch (error) {
    if (sqlState(error) !== "23505") throw error;
    throw new Problem("already_exists", {
      detail: `There is a flag "${flag.key}" already, perhaps an archived one.`,
      fields: [{ pointer: "/key", message: "This key is taken." }],
    });
  }
}

function newFlag(ctx: Context, projectId: string, input: NewFlag): StoredFlag {
  const now = ctx.now();
  const fresh = { id: ctx.newId(), projectId, version: 1, createdAt: now, updatedAt: now, archivedAt: null };
  return { ...defineFlag(input), ...fresh };
}
