import {
  listEnvironments,
  type ListedEnvironment,
} from "#app/features/environments/list-environments.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { DocumentOperation } from "#app/features/publishing/document-operation.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import type { StoredTargeting } from "#app/features/targeting/targeting-row.ts";
import { toDocument } from "#app/features/targeting/targeting.ts";
import type { Context } from "#app/platform/context.ts";
import { expectVersion } from "#app/platform/expect-version.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { authoriseEverywhere } from "./authorise-everywhere.server.ts";
import { changeOf, type AskedFlagChange } from "./bulk-change.ts";
import {
  changeAction,
  changedFlag,
  changeSummary,
  definitionChanges,
  servesOtherwise,
} from "./flag-change.ts";
import { selectFlagsOf, updateFlags, type StoredFlag } from "./flag-store.server.ts";
import { flagVersion } from "./flag-view.ts";

export interface ChangeFlagsInput {
  readonly project: string;
  readonly changes: readonly AskedFlagChange[];
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface ChangedFlags {
  /** In the order in which they were asked for. */
  readonly changes: readonly {
    readonly flag: string;
    readonly version: string;
    /** In readable lines; none where nothing changed. */
    readonly changes: readonly string[];
  }[];
  /** By environment: the one that holds the changes, or the present one where it serves the same as before. */
  readonly revisions: Readonly<Record<string, number>>;
}

interface Decided {
  readonly before: StoredFlag;
  readonly after: StoredFlag;
  readonly rows: readonly StoredTargeting[];
  readonly lines: readonly string[];
}

/** Changes what many flags are: all of it or nothing, in one transaction, with at most one revision in each environment. */
export async function changeFlags(ctx: Context, input: ChangeFlagsInput): Promise<ChangedFlags> {
  const { id: projectId } = await locateProject(ctx, input.project, "flag.write");
  const environments = await listEnvironments(ctx, { project: input.project });
  const comment = input.comment ?? "";
  const { result, revisions } = await publish(ctx, {
    environmentIds: environments.map(({ id }) => id),
    allOf: projectId,
    comment,
    dryRun: input.dryRun,
    async change(tx) {
      refuseTwice(input.changes);
      const keys = input.changes.map(({ flag }) => flag);
      const present = new Map((await selectFlagsOf(tx, projectId, keys)).map((flag) => [flag.key, flag]));
      const ids = [...present.values()].map(({ id }) => id);
      const targetings = Map.groupBy(await readTargetings(tx, ids), ({ flagId }) => flagId);
      const decided = input.changes.map((asked): Decided => {
        const before = present.get(asked.flag);
        if (before === undefined) {
          throw new Problem("not_found", { detail: `There is no flag "${asked.flag}" in this project.` });
        }
        const rows = targetings.get(before.id) ?? [];
        expectVersion(asked.expectedVersion, flagVersion(before, rows), before.key);
        const after = changedFlag(before, changeOf(before.tags, asked), ctx.now());
        const lines = definitionChanges(before, after);
        return { before, after: lines.length === 0 ? before : after, rows, lines };
      });
      const changed = decided.filter(({ lines }) => lines.length > 0);
      const served = changed.filter(({ before, after }) => servesOtherwise(before, after));
      if (served.length > 0) authoriseEverywhere(ctx, { projectId, environments });
      await updateFlags(
        tx,
        changed.map(({ after }) => after),
      );
      return {
        result: decided,
        environments: environments.map((environment) => ({
          environmentId: environment.id,
          operations: served.flatMap((each) => operationOf(each, environment)),
        })),
        audit: changed.map(({ before, after, lines }) => ({
          action: changeAction(before, after),
          projectId,
          subject: { kind: "flag", key: after.key },
          summary: changeSummary(before, after),
          changes: lines,
          comment,
        })),
      };
    },
  });
  return {
    changes: result.map(({ after, rows, lines }) => ({
      flag: after.key,
      version: flagVersion(after, rows),
      changes: lines,
    })),
    revisions: Object.fromEntries(environments.map(({ id, key }) => [key, revisions.get(id) ?? 0])),
  };
}

function operationOf({ after, rows }: Decided, { id }: ListedEnvironment): DocumentOperation[] {
  if (after.archivedAt !== null) return [{ archive: after.key }];
  return rows
    .filter(({ environmentId }) => environmentId === id)
    .map(({ targeting }) => ({ put: "flag", document: toDocument(after, targeting) }));
}

function refuseTwice(asked: readonly AskedFlagChange[]): void {
  const seen = new Set<string>();
  for (const { flag, pointer } of asked) {
    if (seen.has(flag)) throw invalid(`${pointer}/flag`, `The flag "${flag}" is named twice.`);
    seen.add(flag);
  }
}
