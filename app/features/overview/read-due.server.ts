import { can } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listApiKeys } from "#app/features/api-keys/list-api-keys.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { listDueFlags } from "#app/features/flags/list-due-flags.server.ts";
import { liveEnvironment } from "#app/features/publishing/live-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { clockChanges } from "./clock-changes.ts";
import type { Due } from "./due.ts";

const soonMs = 30 * 24 * 3600 * 1000;

export interface ReadDueInput {
  readonly project: string;
  readonly limit: number;
}

/** What comes within a month, and what should have been done before, the most urgent first: as far as the actor may see it. */
export async function readDue(ctx: Context, input: ReadDueInput): Promise<Due[]> {
  const { id: projectId } = await locateProject(ctx, input.project, "flag.read");
  const now = ctx.now();
  const before = new Date(now.getTime() + soonMs);
  const due = await Promise.all([
    removals(ctx, { ...input, before }),
    can(ctx.actor, "key.read", { projectId }) ? endingKeys(ctx, { ...input, now, before }) : [],
    byTheClock(ctx, { ...input, projectId, now, before }),
  ]);
  return due
    .flat()
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .slice(0, input.limit);
}

async function removals(ctx: Context, input: ReadDueInput & { before: Date }): Promise<Due[]> {
  const flags = await listDueFlags(ctx, input);
  return flags.map(({ key, name, owner, dueOn }) => ({ what: "removal", at: dueOn, flag: key, name, owner }));
}

async function endingKeys(
  ctx: Context,
  { project, now, before }: ReadDueInput & { now: Date; before: Date },
): Promise<Due[]> {
  const keys = await listApiKeys(ctx, { project });
  return keys.flatMap(({ id, name, environment, expiresAt: at, revokedAt }): Due[] =>
    at === null || revokedAt !== null || at < now || at > before
      ? []
      : [{ what: "key", at, id, name, environment }],
  );
}

async function byTheClock(
  ctx: Context,
  { project, projectId, now, before }: ReadDueInput & { projectId: string; now: Date; before: Date },
): Promise<Due[]> {
  const environments = await listEnvironments(ctx, { project });
  return environments
    .filter(({ id: environmentId }) => can(ctx.actor, "flag.read", { projectId, environmentId }))
    .flatMap(({ id, key, name }) => {
      const { snapshot, program } = liveEnvironment(ctx, id);
      const span = { now: now.getTime(), until: before.getTime() };
      return clockChanges({ snapshot, program, ...span }).map((change): Due => {
        const at = new Date(change.at);
        return { what: "clock", at, kind: change.kind, key: change.key, environment: { key, name } };
      });
    });
}
