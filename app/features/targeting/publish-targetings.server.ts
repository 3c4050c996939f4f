import type { Place } from "#app/features/access/locate-environment.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { AskedChange, DecidedChange } from "./decide-targeting.ts";
import { decideTargetings } from "./decide-targetings.server.ts";

export interface PublishTargetingsInput {
  readonly place: Place;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** For the audit, noun first. */
  readonly action: string;
  readonly summary: (flag: string) => string;
  /** Each flag once; asked for under the lock. */
  readonly changes: (tx: Transaction) => Promise<readonly AskedChange[]>;
}

export interface PublishedTargetings {
  /** In the order in which they were asked for. */
  readonly decided: readonly DecidedChange[];
  /** The environment's revision that holds the changes; the present one where nothing changed. */
  readonly revision: number;
}

/** Changes what several flags do in one environment: all of it or nothing, in one revision. */
export async function publishTargetings(
  ctx: Context,
  input: PublishTargetingsInput,
): Promise<PublishedTargetings> {
  const { projectId, environmentId } = input.place;
  const comment = input.comment ?? "";
  const { result, revisions } = await publish(ctx, {
    environmentIds: [environmentId],
    comment,
    dryRun: input.dryRun,
    async change(tx) {
      const asked = await input.changes(tx);
      const { decided, changed } = await decideTargetings(tx, ctx, { place: input.place, asked });
      return {
        result: decided,
        environments: [
          { environmentId, operations: changed.map(({ document }) => ({ put: "flag" as const, document })) },
        ],
        audit: changed.map(({ row, changes }) => ({
          action: input.action,
          projectId,
          environmentId,
          subject: { kind: "flag", key: row.flag.key },
          summary: input.summary(row.flag.key),
          changes,
          comment,
        })),
      };
    },
  });
  return { decided: result, revision: revisions.get(environmentId) ?? 0 };
}
