import { authorise } from "#app/features/access/authorise.server.ts";
import { can } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import {
  listEnvironments,
  type ListedEnvironment,
} from "#app/features/environments/list-environments.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, invalidFields, Problem } from "#app/platform/problem.ts";
import { expectVersion, type ExpectedVersion } from "./expect-version.ts";
import { checkVariants } from "./flag.ts";
import {
  changeAction,
  changedFlag,
  changeSummary,
  definitionChanges,
  servesOtherwise,
  type FlagChange,
} from "./flag-change.ts";
import {
  selectTargetings,
  updateFlag,
  updateTargeting,
  type StoredFlag,
  type StoredTargeting,
} from "./flag-store.server.ts";
import { flagVersion, viewFlag, type FlagView } from "./flag-view.ts";
import { locateFlag } from "./locate-flag.server.ts";
import { sameJson } from "./same-json.ts";
import { applyEdit, toDocument } from "./targeting.ts";

export interface ChangeFlagInput extends FlagChange {
  readonly project: string;
  readonly flag: string;
  readonly expectedVersion: ExpectedVersion;
  readonly comment?: string | undefined;
}

/**
 * Changes what a flag is, and with the shorthand what it does, everywhere in one transaction.
 * Archiving is a change like any other: where something depends on the flag, it is refused.
 */
export async function changeFlag(ctx: Context, input: ChangeFlagInput): Promise<FlagView> {
  const project = await locateProject(ctx, input.project, "flag.write");
  const environments = await listEnvironments(ctx, { project: input.project });
  authoriseShorthands(ctx, { projectId: project.id, environments }, input);

  const { result } = await publish(ctx, {
    environmentIds: environments.map(({ id }) => id),
    comment: input.comment ?? "",
    async change(tx) {
      const present = await locateFlag(tx, project.id, input.flag);
      const configured = await selectTargetings(tx, [present.id]);
      expectVersion(input.expectedVersion, flagVersion(present, configured));

      const next = changedFlag(present, input, ctx.now());
      const fields = checkVariants(next);
      if (fields.length > 0) throw invalidFields(fields);
      if (servesOtherwise(present, next)) authoriseEverywhere(ctx, { projectId: project.id, environments });

      const rows = configured.map((row) => withShorthand(ctx, row, { flag: next, change: input }));
      const edited = rows.filter((row, index) => row !== configured[index]);
      const changes = definitionChanges(present, next);
      if (edited.length === 0 && changes.length === 0) {
        return { result: viewFlag(present, configured), environments: [], audit: [] };
      }
      await updateFlag(tx, next);
      for (const row of edited) await updateTargeting(tx, row);

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

interface Place {
  readonly projectId: string;
  readonly environments: readonly ListedEnvironment[];
}

function authoriseShorthands(ctx: Context, { projectId, environments }: Place, change: FlagChange): void {
  for (const key of Object.keys(change.environments ?? {})) {
    const environment = environments.find((present) => present.key === key);
    if (environment === undefined) throw invalid(`/environments/${key}`, `There is no environment "${key}".`);
    authorise(ctx, "targeting.write", { projectId, environmentId: environment.id });
  }
}

function authoriseEverywhere(ctx: Context, { projectId, environments }: Place): void {
  for (const { id, key } of environments) {
    if (can(ctx.actor, "targeting.write", { projectId, environmentId: id })) continue;
    throw new Problem("not_permitted", {
      detail: `This changes what is served in every environment, and you may not change ${key}.`,
    });
  }
}

/** The same row where the shorthand changes nothing there. */
function withShorthand(
  ctx: Context,
  row: StoredTargeting,
  { flag, change }: { flag: StoredFlag; change: FlagChange },
): StoredTargeting {
  const shorthand = change.environments?.[row.environmentKey];
  if (shorthand === undefined) return row;
  const pointer = `/environments/${row.environmentKey}`;
  const targeting = applyEdit(
    row.targeting,
    { shorthand, pointer },
    { definition: flag, newSeed: ctx.newSeed },
  );
  if (sameJson(targeting, row.targeting)) return row;
  return { ...row, targeting, version: row.version + 1, updatedAt: flag.updatedAt };
}
