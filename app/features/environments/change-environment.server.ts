import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { authorise } from "#app/features/access/authorise.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { transact } from "#app/platform/dry-run.server.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { lockEnvironmentRows, updateEnvironment, type EnvironmentRow } from "./environment-store.server.ts";
import { viewEnvironment, type ListedEnvironment } from "./environment-view.server.ts";

export interface ChangeEnvironmentInput {
  readonly project: string;
  readonly environment: string;
  readonly name?: string | undefined;
  readonly protected?: boolean | undefined;
  /** Its place in lists, from 0; the others move up. */
  readonly position?: number | undefined;
  readonly expectedVersion: ExpectedVersion;
  readonly dryRun?: boolean | undefined;
}

/**
 * Its key stays: keys, snapshots and programs know it by that. Protecting it takes nothing more; taking the protection
 * away asks for a fresh second factor, since whatever is then changed there is served at once.
 */
export async function changeEnvironment(
  ctx: Context,
  input: ChangeEnvironmentInput,
): Promise<ListedEnvironment> {
  const place = await locateEnvironment(ctx, input, "environment.write");
  // The order is of the whole project.
  if (input.position !== undefined) authorise(ctx, "environment.write", { projectId: place.projectId });
  return transact(ctx.db, input.dryRun, async (tx) => {
    const rows = await lockEnvironmentRows(tx, place.projectId);
    const before = rows.find(({ id }) => id === place.environmentId);
    if (before === undefined) throw new Problem("not_found", { detail: "The environment is gone." });
    expectVersion(input.expectedVersion, viewEnvironment(before).version, before.key);
    if (before.protected && input.protected === false) requireFreshSecondFactor(ctx);

    const after = {
      ...before,
      name: input.name ?? before.name,
      protected: input.protected ?? before.protected,
    };
    const order = reordered(rows, before, input.position);
    const changes = changesOf(before, after, rows.indexOf(before) === order.indexOf(before));
    if (changes.length === 0) return viewEnvironment(after);
    await updateEnvironment(tx, before.id, { name: after.name, protected: after.protected });
    for (const [position, row] of order.entries())
      if (row.position !== position) await updateEnvironment(tx, row.id, { position });
    await appendAudit(tx, ctx, {
      action: actionOf(before, after),
      projectId: place.projectId,
      environmentId: place.environmentId,
      subject: { kind: "environment", key: place.environmentKey },
      summary: summaryOf(before, after),
      changes,
    });
    return viewEnvironment({ ...after, position: order.indexOf(before) });
  });
}

type Settings = Pick<EnvironmentRow, "key" | "name" | "protected">;

function reordered(rows: readonly EnvironmentRow[], moved: EnvironmentRow, to: number | undefined) {
  if (to === undefined) return rows;
  if (to >= rows.length)
    throw invalid("/position", `The project has ${rows.length} environments: give 0 to ${rows.length - 1}.`);
  return rows.filter((row) => row !== moved).toSpliced(to, 0, moved);
}

function changesOf(before: Settings, after: Settings, samePlace: boolean): string[] {
  return [
    ...(before.name === after.name ? [] : [`name: ${before.name} → ${after.name}`]),
    ...(before.protected === after.protected ? [] : [after.protected ? "protected" : "no longer protected"]),
    ...(samePlace ? [] : ["place in lists"]),
  ];
}

function actionOf(before: Settings, after: Settings): string {
  if (before.protected !== after.protected)
    return after.protected ? "environment.protected" : "environment.unprotected";
  return before.name === after.name ? "environment.moved" : "environment.renamed";
}

function summaryOf(before: Settings, after: Settings): string {
  if (before.protected !== after.protected)
    return after.protected ? `Protected ${before.key}` : `Took the protection of ${before.key} away`;
  if (before.name === after.name) return `Moved the environment ${before.name}`;
  return `Renamed the environment ${before.name} to ${after.name}`;
}
