import type { Transaction } from "#db/client.server.ts";
import { authorise } from "#app/features/access/authorise.server.ts";
import type { KeySettlement } from "#app/features/api-keys/key-settlement.ts";
import { settleKeys } from "#app/features/api-keys/settle-keys.server.ts";
import { mayGrant } from "#app/features/access/can.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { grantsIn } from "#app/features/access/grants-in.server.ts";
import type { HeldRole } from "#app/features/access/roles.ts";
import { requireRole } from "#app/features/access/require-role.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, invalidFields, Problem } from "#app/platform/problem.ts";
import { findMember, lockRolesByHand, replaceRolesByHand } from "./member-store.server.ts";

export interface GivenRole {
  readonly role: string;
  /** All environments where left out. */
  readonly environment?: string | undefined;
}

export interface SetMemberRolesInput {
  readonly project: string;
  readonly member: string;
  /** None: the person leaves the project. */
  readonly roles: readonly GivenRole[];
  /** Of somebody who leaves: what becomes of their keys; refused where it is not said and programs use some. */
  readonly keys?: KeySettlement | undefined;
}

/**
 * Replaces what somebody holds in the project: at most one role in all environments and one in each. Nobody gives or
 * takes what they do not hold themselves; an Owner is made and unmade with a fresh second factor only. What comes from
 * single sign-on, or holds in every project, stays.
 */
export async function setMemberRoles(ctx: Context, input: SetMemberRolesInput): Promise<void> {
  const project = await locateProject(ctx, input.project, "member.write");
  const places = await placesOf(ctx, project.id, input);
  await ctx.db.transaction(async (tx) => {
    const member = await findMember(tx, project.id, input.member);
    if (member === undefined) {
      throw new Problem("not_found", { detail: "Nobody of this id is a member of the project." });
    }
    const before = await lockRolesByHand(tx, project.id, member.id);
    const [taken, given] = await Promise.all([grantsIn(tx, before), grantsIn(tx, places)]);
    for (const { permissions, environmentId } of [...taken, ...given]) {
      const place = { projectId: project.id, ...(environmentId === null ? {} : { environmentId }) };
      if (!mayGrant(ctx.actor, permissions, place)) throw moreThanHeld();
    }
    if ([...before, ...places].some(({ role }) => role === "owner")) requireFreshSecondFactor(ctx);
    const settled = places.length === 0 ? await settle(tx, ctx, input, project.id) : [];
    await replaceRolesByHand(tx, {
      userId: member.id,
      projectId: project.id,
      roles: places.map((place) => ({ ...place, id: ctx.newId(), createdAt: ctx.now() })),
    });
    await appendAudit(tx, ctx, {
      action: places.length === 0 ? "member.removed" : "member.roles-set",
      projectId: project.id,
      subject: { kind: "member", key: member.email },
      summary:
        places.length === 0 ? `Removed ${member.name} from the project` : `Set the roles of ${member.name}`,
      changes: [
        ...input.roles.map(({ role, environment }) => `${role} in ${environment ?? "all environments"}`),
        ...settled,
      ],
    });
  });
  await ctx.bus.publish({ kind: "access" });
}

/** Whoever takes keys over could have made them. */
async function settle(
  tx: Transaction,
  ctx: Context,
  { member, keys }: SetMemberRolesInput,
  projectId: string,
): Promise<string[]> {
  if (keys !== undefined) authorise(ctx, "key.write", { projectId });
  return settleKeys(tx, ctx, { ownerId: member, projectId, how: keys });
}

async function placesOf(
  ctx: Context,
  projectId: string,
  { project, roles }: SetMemberRolesInput,
): Promise<HeldRole[]> {
  const environments = await listEnvironments(ctx, { project });
  const seen = new Set<string>();
  const places: HeldRole[] = [];
  for (const [index, { role, environment }] of roles.entries()) {
    await requireRole(ctx.db, { projectId, role }, `/roles/${index}/role`);
    const found = environments.find(({ key }) => key === environment);
    if (environment !== undefined && found === undefined) {
      throw invalid(`/roles/${index}/environment`, `There is no environment "${environment}".`);
    }
    if (seen.has(environment ?? "")) {
      throw invalidFields([{ pointer: `/roles/${index}`, message: "Give one role for each environment." }]);
    }
    seen.add(environment ?? "");
    places.push({ role, projectId, environmentId: found?.id ?? null });
  }
  return places;
}

function moreThanHeld(): Problem {
  return new Problem("not_permitted", {
    detail: "You cannot give or take a role that is more than you hold yourself.",
    fields: [{ pointer: "/roles", message: "This is more than you hold yourself." }],
  });
}
