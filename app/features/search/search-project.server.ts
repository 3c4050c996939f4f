import { can } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { listFlags } from "#app/features/flags/list-flags.server.ts";
import { listMembers } from "#app/features/members/list-members.server.ts";
import { listSegments } from "#app/features/segments/list-segments.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { Permission } from "#app/platform/permission.ts";
import { fit, type SearchHit } from "./search-hit.ts";

const mostOfEach = 8;

/** What fits a few letters, of whatever kind the actor may read; of what they may not, nothing is found. */
export async function searchProject(
  ctx: Context,
  input: { project: string; text: string },
): Promise<SearchHit[]> {
  const { id } = await locateProject(ctx, input.project, "project.read");
  const finders: readonly [Permission, (ctx: Context, input: Asked) => Promise<SearchHit[]>][] = [
    ["flag.read", findFlags],
    ["environment.read", findSegments],
    ["member.read", findPeople],
  ];
  const allowed = finders.filter(([permission]) => can(ctx.actor, permission, { projectId: id }));
  const found = await Promise.all(allowed.map(([, find]) => find(ctx, input)));
  return found.flat();
}

interface Asked {
  readonly project: string;
  readonly text: string;
}

async function findFlags(ctx: Context, { project, text }: Asked): Promise<SearchHit[]> {
  const asked = { project, search: text, sort: "fit", limit: mostOfEach } as const;
  const live = await listFlags(ctx, asked);
  const room = mostOfEach - live.flags.length;
  const archived = room > 0 ? (await listFlags(ctx, { ...asked, archived: true, limit: room })).flags : [];
  return [...live.flags, ...archived].map(({ key, name, archived: isArchived }) => ({
    ...{ kind: "flag", key, environment: null, name, detail: key, archived: isArchived },
  }));
}

/** A segment that several environments have is found once, in the most consequential one. */
async function findSegments(ctx: Context, { project, text }: Asked): Promise<SearchHit[]> {
  const { id } = await locateProject(ctx, project, "project.read");
  const environments = await listEnvironments(ctx, { project });
  const found = await Promise.all(
    environments
      .filter((environment) => can(ctx.actor, "flag.read", { projectId: id, environmentId: environment.id }))
      .map(async ({ key: environment }) => {
        const page = await listSegments(ctx, { project, environment, search: text, limit: mostOfEach });
        return page.segments.map(({ key, name }) => ({ key, name, environment }));
      }),
  );
  const once = new Map(
    found
      .flat()
      .toReversed()
      .map((segment) => [segment.key, segment]),
  );
  return [...once.values()]
    .map((segment) => ({ segment, rank: fit(text, segment.name, segment.key) ?? Infinity }))
    .toSorted((a, b) => a.rank - b.rank || a.segment.key.localeCompare(b.segment.key))
    .slice(0, mostOfEach)
    .map(({ segment: { key, name, environment } }) => ({
      ...{ kind: "segment", key, environment, name, detail: key, archived: false },
    }));
}

async function findPeople(ctx: Context, { project, text }: Asked): Promise<SearchHit[]> {
  const { members } = await listMembers(ctx, { project });
  return members
    .flatMap((member) => {
      const rank = fit(text, member.name, member.email);
      return rank === undefined ? [] : [{ rank, member }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, mostOfEach)
    .map(({ member: { id, name, email } }) => ({
      ...{ kind: "member", key: id, environment: null, name, detail: email, archived: false },
    }));
}
