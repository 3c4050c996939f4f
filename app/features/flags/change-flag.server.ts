import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import { authoriseShorthands } from "#app/features/targeting/authorise-shorthands.server.ts";
import { editTargetings } from "#app/features/targeting/edit-targetings.server.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import { toDocument } from "#app/features/targeting/targeting.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { sameJson } from "#app/platform/same-json.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { authoriseEverywhere } from "./authorise-everywhere.server.ts";
import { checkFlag } from "./check-flag.server.ts";
import type { FlagDefinition } from "./flag.ts";
import {
  changeAction,
  changedFlag,
  changeSummary,
  definitionChanges,
  servesOtherwise,
  type FlagChange,
} from "./flag-change.ts";
import { updateFlag } from "./flag-store.server.ts";
import { flagVersion, viewFlag, type FlagView } from "./flag-view.ts";
import { locateFlag } from "./locate-flag.server.ts";

export interface ChangeFlagInput extends FlagChange {
  readonly project: string;
  readonly flag: string;
  readonly expectedVersion: ExpectedVersion;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Changes what a flag is, and with the shorthand what it does, everywhere in one transaction.
 * Archiving is a change like any other: where something depends on the flag, it is refused.
 */
export async function changeFlag(ctx: Context, input: ChangeFlagInput): Promise<FlagView> {
  const project = await locateProject(ctx, input.project, "flag.write");
  const environments = await listEnvironments(ctx, { project: input.project });
  authoriseShorthands(ctx, { projectId: project.id, environments }, input.environments);
  // Before anything is locked, since it may take long.
  const checked = changedFlag(await locateFlag(ctx.db, project.id, input.flag), input, ctx.now());
  await checkFlag(checked);

  const { result } = await publish(ctx, {
    environmentIds: environments.map(({ id }) => id),
    allOf: project.id,
    comment: input.comment ?? "",
    dryRun: input.dryRun,
    async change(tx) {
      const present = await locateFlag(tx, project.id, input.flag);
      const configured = await readTargetings(tx, [present.id]);
      expectVersion(input.expectedVersion, flagVersion(present, configured), present.key);

      const next = changedFlag(present, input, ctx.now());
      refuseUnchecked(checked, next);
      if (servesOtherwise(present, next)) authoriseEverywhere(ctx, { projectId: project.id, environments });

      const rows = await editTargetings(tx, ctx, {
        flag: next,
        rows: configured,
        shorthands: input.environments,
      });
      const edited = rows.filter((row, index) => row !== configured[index]);
      const changes = definitionChanges(present, next);
      if (edited.length === 0 && changes.length === 0) {
        return { result: viewFlag(present, configured), environments: [], audit: [] };
      }
      await updateFlag(tx, next);

      const places = edited.map(
        (row) => `${row.environmentKey}: ${JSON.stringify(input.environments?.[row.environmentKey])}`,
      );
      return {
        result: viewFlag(next, rows),
        environments: rows.map(({ environmentId, targeting }) => ({
          environmentId,
          operations:
            next.archivedAt === null
              ? [{ put: "flag" as const, document: toDocument(next, targeting) }]
              : [{ archive: next.key }],
        })),
        audit: [
          {
            action: changeAction(present, next),
            projectId: project.id,
            subject: { kind: "flag", key: next.key },
            summary: changeSummary(present, next),
            changes: [...changes, ...places],
            comment: input.comment ?? "",
          },
        ],
      };
    },
  });
  return result;
}

function refuseUnchecked(checked: FlagDefinition, next: FlagDefinition): void {
  const judged = ({ variants, schema, safeVariant }: FlagDefinition) => ({ variants, schema, safeVariant });
  if (sameJson(judged(checked), judged(next))) return;
  throw new Problem("version_conflict", {
    detail: `The flag "${next.key}" was changed by somebody else in this moment. Send the change again.`,
  });
}
