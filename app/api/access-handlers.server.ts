import { whoAmI } from "#app/features/access/who-am-i.server.ts";
import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { keyState } from "#app/features/api-keys/api-key.ts";
import { listApiKeys } from "#app/features/api-keys/list-api-keys.server.ts";
import { revokeApiKey } from "#app/features/api-keys/revoke-api-key.server.ts";
import { inviteMember } from "#app/features/members/invite-member.server.ts";
import { revokeInvitation } from "#app/features/members/revoke-invitation.server.ts";
import { leaveProject } from "#app/features/members/leave-project.server.ts";
import { setMemberRoles } from "#app/features/members/set-member-roles.server.ts";
import { deleteRole } from "#app/features/roles/delete-role.server.ts";
import { listRoles } from "#app/features/roles/list-roles.server.ts";
import { saveRole } from "#app/features/roles/save-role.server.ts";
import { listMembers } from "#app/features/members/list-members.server.ts";
import { pageOf } from "#app/platform/cursor.ts";
import type { accessOperations } from "#openapi/v1/access.ts";
import type { Handler } from "./handler.ts";
import { keyOrder, memberOrder, roleOrder, usualLimit } from "./list-orders.ts";
import { mentions, time } from "./present.ts";

type AccessHandlers = { [Id in keyof typeof accessOperations]: Handler<(typeof accessOperations)[Id]> };

export const accessHandlers: AccessHandlers = {
  getMe: async (ctx) => ({ status: 200, body: await whoAmI(ctx) }),
  listMembers: async (ctx, { params, query }) => {
    const { search, role, sort = "name" } = query;
    const { members, invitations } = await listMembers(ctx, params);
    const found = members.filter(
      (member) =>
        mentions(search, member.name, member.email) &&
        (role === undefined || member.roles.some((held) => held.role === role)),
    );
    const { rows, next } = pageOf(found, memberOrder(sort), { limit: usualLimit, ...query });
    return {
      status: 200,
      body: {
        members: rows.map((member) => ({
          ...member,
          roles: [...member.roles],
          since: time(member.since),
        })),
        invitations: (query.cursor === undefined ? invitations : []).map((invitation) => ({
          ...invitation,
          expiresAt: time(invitation.expiresAt),
        })),
        next,
      },
    };
  },
  inviteMember: async (ctx, { params, body }) => {
    const { token, expiresAt } = await inviteMember(ctx, { ...params, ...body });
    return { status: 201, body: { link: `${ctx.publicUrl}/join/${token}`, expiresAt: time(expiresAt) } };
  },
  revokeInvitation: async (ctx, { params }) => {
    await revokeInvitation(ctx, params);
    return { status: 204 };
  },
  setMemberRoles: async (ctx, { params, body }) => {
    await setMemberRoles(ctx, { ...params, ...body });
    return { status: 204 };
  },
  removeMember: async (ctx, { params, query }) => {
    await setMemberRoles(ctx, { ...params, ...query, roles: [] });
    return { status: 204 };
  },
  leaveProject: async (ctx, { params, query }) => {
    await leaveProject(ctx, { ...params, ...query });
    return { status: 204 };
  },
  listRoles: async (ctx, { params, query }) => {
    const { rows, next } = pageOf(await listRoles(ctx, params), roleOrder, { limit: usualLimit, ...query });
    return {
      status: 200,
      body: { roles: rows.map((role) => ({ ...role, permissions: [...role.permissions] })), next },
    };
  },
  saveRole: async (ctx, { params, body }) => {
    const { created } = await saveRole(ctx, { ...body, project: params.project, key: params.role });
    return created ? { status: 201 } : { status: 204 };
  },
  deleteRole: async (ctx, { params }) => {
    await deleteRole(ctx, params);
    return { status: 204 };
  },
  listApiKeys: async (ctx, { params, query }) => {
    const { kind, environment, state, sort = "-createdAt" } = query;
    const now = ctx.now();
    const found = (await listApiKeys(ctx, params)).filter(
      (key) =>
        (kind === undefined || key.kind === kind) &&
        (environment === undefined || key.environment === environment) &&
        (state === undefined || keyState(key, now) === state),
    );
    const { rows, next } = pageOf(found, keyOrder(sort), { limit: usualLimit, ...query });
    return {
      status: 200,
      body: {
        keys: rows.map((key) => ({
          ...key,
          createdAt: time(key.createdAt),
          expiresAt: time(key.expiresAt),
          revokedAt: time(key.revokedAt),
        })),
        next,
      },
    };
  },
  createApiKey: async (ctx, { params, body }) => {
    const created = await createApiKey(ctx, {
      ...params,
      ...body,
      expiresAt: body.expiresAt == null ? null : new Date(body.expiresAt),
    });
    const { id, name, kind, environment, role, key } = created;
    return {
      status: 201,
      body: {
        id,
        name,
        kind,
        environment,
        role,
        key,
        createdAt: time(created.createdAt),
        expiresAt: time(created.expiresAt),
      },
    };
  },
  revokeApiKey: async (ctx, { params }) => {
    await revokeApiKey(ctx, { project: params.project, id: params.key });
    return { status: 204 };
  },
};
