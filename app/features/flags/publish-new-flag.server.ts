import { sqlState } from "#db/client.server.ts";
import type { ListedEnvironment } from "#app/features/environments/list-environments.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import { wasPublished } from "#app/features/publishing/was-published.server.ts";
import { beginTargetings } from "#app/features/targeting/begin-targetings.server.ts";
import { toDocument, type Targeting } from "#app/features/targeting/targeting.ts";
import { refuseUnaddressable } from "#app/platform/addressable.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { checkFlag } from "./check-flag.server.ts";
import type { FlagDefinition } from "./flag.ts";
import { insertFlag, type StoredFlag } from "./flag-store.server.ts";
import { viewFlag, type FlagView } from "./flag-view.ts";

export interface PublishNewFlagInput {
  readonly projectId: string;
  readonly environments: readonly ListedEnvironment[];
  readonly definition: FlagDefinition;
  readonly begin: (fresh: Targeting, environment: ListedEnvironment) => Targeting;
  /** Takes a key again that a deleted flag had. */
  readonly reuseKey?: boolean | undefined;
  readonly comment: string;
  /** For the audit. */
  readonly summary: string;
  readonly changes: readonly string[];
  readonly dryRun?: boolean | undefined;
}

/** Enters a new flag into every environment at once, each with a revision of its own. The caller has authorised it. */
export async function publishNewFlag(ctx: Context, input: PublishNewFlagInput): Promise<FlagView> {
  const { projectId, environments } = input;
  refuseUnaddressable(input.definition.key);
  await checkFlag(input.definition);
  const now = ctx.now();
  const flag: StoredFlag = {
    ...input.definition,
    ...{ id: ctx.newId(), projectId, version: 1, createdAt: now, updatedAt: now, archivedAt: null },
  };
  try {
    const { result } = await publish(ctx, {
      environmentIds: environments.map(({ id }) => id),
      allOf: projectId,
      comment: input.comment,
      dryRun: input.dryRun,
      async change(tx) {
        await insertFlag(tx, flag);
        const environmentIds = environments.map(({ id }) => id);
        if (
          input.reuseKey !== true &&
          (await wasPublished(tx, environmentIds, { kind: "flag", key: flag.key }))
        )
          throw retired(flag.key);
        const rows = await beginTargetings(tx, { flags: [flag], environments, begin: input.begin, at: now });
        return {
          result: viewFlag(flag, rows),
          environments: rows.map(({ environmentId, targeting }) => ({
            environmentId,
            operations: [{ put: "flag", document: toDocument(flag, targeting) }],
          })),
          audit: [
            {
              action: "flag.created",
              projectId,
              subject: { kind: "flag", key: flag.key },
              summary: input.summary,
              changes: input.changes,
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

function retired(key: string): Problem {
  return new Problem("key_retired", {
    detail: `There was a flag "${key}" once, and programs may still ask for it. Take another key, or send reuseKey to take this one again.`,
    fields: [{ pointer: "/key", message: "This key was used before." }],
  });
}
