import { can } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { listFlags } from "#app/features/flags/list-flags.server.ts";
import { listMembers } from "#app/features/members/list-members.server.ts";
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
    ...{ kind: "flag", key, name, detail: key, archived: isArchived },
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
      ...{ kind: "member", key: id, name, detail: email, archived: false },
    }));
}
