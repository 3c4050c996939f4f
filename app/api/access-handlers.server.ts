import { whoAmI } from "#app/features/access/who-am-i.server.ts";
import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { listApiKeys } from "#app/features/api-keys/list-api-keys.server.ts";
import { revokeApiKey } from "#app/features/api-keys/revoke-api-key.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { inviteMember } from "#app/features/members/invite-member.server.ts";
import { revokeInvitation } from "#app/features/members/revoke-invitation.server.ts";
import { setMemberRoles } from "#app/features/members/set-member-roles.server.ts";
import { deleteRole } from "#app/features/roles/delete-role.server.ts";
import { listRoles } from "#app/features/roles/list-roles.server.ts";
import { saveRole } from "#app/features/roles/save-role.server.ts";
import { renameEnvironment } from "#app/features/environments/rename-environment.server.ts";
import { renameProject } from "#app/features/projects/rename-project.server.ts";
import { listMembers } from "#app/features/members/list-members.server.ts";
import { createProject } from "#app/features/projects/create-project.server.ts";
import { listProjects } from "#app/features/projects/list-projects.server.ts";
import type { accessOperations } from "#openapi/v1/access.ts";
import type { Handler } from "./handler.ts";
import { time } from "./present.ts";

type AccessHandlers = { [Id in keyof typeof accessOperations]: Handler<(typeof accessOperations)[Id]> };

export const accessHandlers: AccessHandlers = {
  getMe: async (ctx) => ({ status: 200, body: await whoAmI(ctx) }),
  listProjects: async (ctx) => {
    const projects = await listProjects(ctx);
    return { status: 200, body: { projects: projects.map(({ key, name }) => ({ key, name })) } };
  },
  createProject: async (ctx, { body }) => {
    await createProject(ctx, body);
    return { status: 201, headers: { location: `/api/v1/projects/${body.key}` }, body };
  },
  listEnvironments: async (ctx, { params }) => {
    const environments = await listEnvironments(ctx, params);
    return {
      status: 200,
      body: { environments: environments.map(({ id: _, ...environment }) => environment) },
    };
  },
  listMembers: async (ctx, { params }) => {
    const { members, invitations } = await listMembers(ctx, params);
    return {
      status: 200,
      body: {
        members: members.map((member) => ({
          ...member,
          roles: [...member.roles],
          since: time(member.since),
        })),
        invitations: invitations.map((invitation) => ({
          ...invitation,
          expiresAt: time(invitation.expiresAt),
        })),
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
  removeMember: async (ctx, { params }) => {
    await setMemberRoles(ctx, { ...params, roles: [] });
    return { status: 204 };
  },
  listRoles: async (ctx, { params }) => {
    const roles = await listRoles(ctx, params);
    return {
      status: 200,
      body: { roles: roles.map((role) => ({ ...role, permissions: [...role.permissions] })) },
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
  updateProject: async (ctx, { params, body }) => ({
    status: 200,
    body: await renameProject(ctx, { ...params, ...body }),
  }),
  updateEnvironment: async (ctx, { params, body }) => ({
    status: 200,
    body: await renameEnvironment(ctx, { ...params, ...body }),
  }),
  listApiKeys: async (ctx, { params }) => {
    const keys = await listApiKeys(ctx, params);
    return {
      status: 200,
      body: {
        keys: keys.map((key) => ({
          ...key,
          createdAt: time(key.createdAt),
          expiresAt: time(key.expiresAt),
          revokedAt: time(key.revokedAt),
        })),
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
