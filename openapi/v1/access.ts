import { z } from "zod";
import { operation } from "../operation.ts";
import { environmentParams, managers, projectParams, text, timeSchema } from "./common.ts";
import { keySchema } from "./documents.ts";

/** The roles that are always there. */
export const roleSchema = z
  .enum(["owner", "admin", "maintainer", "developer", "viewer"])
  .meta({ id: "Role" });
const permissionSchema = z
  .enum([
    "project.read",
    "project.create",
    "project.write",
    "environment.read",
    "environment.write",
    "flag.read",
    "flag.write",
    "targeting.write",
    "flag.kill",
    "segment.write",
    "evaluation.explain",
    "audit.read",
    "member.read",
    "member.invite",
    "member.write",
    "role.write",
    "key.read",
    "key.write",
    "sso.read",
    "sso.write",
    "person.erase",
  ])
  .meta({ id: "Permission" });
const roleNameSchema = keySchema.meta({
  description:
    "One of `owner`, `admin`, `maintainer`, `developer` and `viewer`, or a role of the project's own.",
});
const keyKindSchema = z.enum(["server", "client", "management"]).meta({ id: "KeyKind" });

const projectSchema = z.strictObject({ key: keySchema, name: z.string() }).meta({ id: "Project" });
const environmentSchema = z
  .strictObject({
    key: keySchema,
    name: z.string(),
    revision: z.number(),
    protected: z
      .boolean()
      .meta({ description: "What is served here changes only by a kill: everything else is refused." }),
  })
  .meta({ id: "Environment" });
const apiKeySchema = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    kind: keyKindSchema,
    environment: z.string().nullable(),
    role: roleNameSchema.nullable(),
    prefix: z.string(),
    owner: z.string(),
    createdAt: timeSchema,
    expiresAt: timeSchema.nullable(),
    revokedAt: timeSchema.nullable(),
  })
  .meta({ id: "ApiKey" });

export const accessOperations = {
  getMe: operation({
    id: "getMe",
    method: "get",
    path: "/api/v1/me",
    summary: "Who you are to the API",
    tag: "Access",
    credentials: ["server", "client", "management", "token", "session"],
    answers: {
      200: {
        description: "The key or person.",
        schema: z.strictObject({
          kind: z.enum(["user", "token", "server", "client", "management"]),
          id: z.string(),
          name: z.string(),
          project: keySchema.nullable(),
          environment: keySchema.nullable(),
        }),
      },
    },
    example: { status: 200 },
  }),
  listProjects: operation({
    id: "listProjects",
    method: "get",
    path: "/api/v1/projects",
    summary: "The projects that you may see",
    tag: "Projects",
    credentials: managers,
    answers: {
      200: { description: "By name.", schema: z.strictObject({ projects: z.array(projectSchema) }) },
    },
    example: { status: 200 },
  }),
  createProject: operation({
    id: "createProject",
    method: "post",
    path: "/api/v1/projects",
    summary: "Create a project with production, staging and development",
    description: "Only an Owner of the whole installation can.",
    tag: "Projects",
    credentials: ["session"],
    body: z.strictObject({ key: keySchema, name: text(100) }),
    answers: { 201: { description: "Created.", schema: projectSchema } },
  }),
  updateProject: operation({
    id: "updateProject",
    method: "patch",
    path: "/api/v1/projects/{project}",
    summary: "Rename a project",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    body: z.strictObject({ name: text(100) }),
    answers: { 200: { description: "Renamed. Its key stays.", schema: projectSchema } },
  }),
  updateEnvironment: operation({
    id: "updateEnvironment",
    method: "patch",
    path: "/api/v1/projects/{project}/environments/{environment}",
    summary: "Rename an environment",
    tag: "Projects",
    credentials: managers,
    params: environmentParams,
    body: z.strictObject({ name: text(100) }),
    answers: { 200: { description: "Renamed. Its key stays.", schema: environmentSchema } },
  }),
  listEnvironments: operation({
    id: "listEnvironments",
    method: "get",
    path: "/api/v1/projects/{project}/environments",
    summary: "The environments of a project",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    answers: {
      200: { description: "In order.", schema: z.strictObject({ environments: z.array(environmentSchema) }) },
    },
    example: { params: { project: "storefront" }, status: 200 },
  }),
  listMembers: operation({
    id: "listMembers",
    method: "get",
    path: "/api/v1/projects/{project}/members",
    summary: "Who works in a project",
    tag: "Access",
    credentials: managers,
    params: projectParams,
    answers: {
      200: {
        description: "By name.",
        schema: z.strictObject({
          members: z.array(
            z.strictObject({
              id: z.uuid(),
              name: z.string(),
              email: z.string(),
              role: roleNameSchema,
              everywhere: z.boolean(),
              roles: z
                .array(
                  z.strictObject({
                    role: roleNameSchema,
                    environment: z.string().nullable(),
                    everywhere: z.boolean(),
                    source: z.string(),
                  }),
                )
                .meta({ description: "All that is held here; `role` and `everywhere` are of the first." }),
              since: timeSchema,
            }),
          ),
          invitations: z.array(
            z.strictObject({ id: z.uuid(), email: z.string(), role: roleNameSchema, expiresAt: timeSchema }),
          ),
        }),
      },
    },
    example: { params: { project: "storefront" }, status: 200 },
  }),
  inviteMember: operation({
    id: "inviteMember",
    method: "post",
    path: "/api/v1/projects/{project}/invitations",
    summary: "Invite somebody by a one-time link",
    tag: "Access",
    credentials: ["session"],
    params: projectParams,
    body: z.strictObject({ email: z.email().max(254), role: roleNameSchema }),
    answers: {
      201: {
        description: "The link, shown this once.",
        schema: z.strictObject({ link: z.string(), expiresAt: timeSchema }),
      },
    },
  }),
  revokeInvitation: operation({
    id: "revokeInvitation",
    method: "delete",
    path: "/api/v1/projects/{project}/invitations/{invitation}",
    summary: "Take an open invitation back",
    tag: "Access",
    credentials: managers,
    params: projectParams.extend({ invitation: z.uuid() }),
    answers: { 204: { description: "The link opens nothing any more." } },
  }),
  setMemberRoles: operation({
    id: "setMemberRoles",
    method: "put",
    path: "/api/v1/projects/{project}/members/{member}/roles",
    summary: "Say what somebody may do in a project and in each of its environments",
    description:
      "Replaces what was given by hand; what comes from single sign-on or holds in every project stays. You cannot give or take more than you hold yourself.",
    tag: "Access",
    credentials: managers,
    params: projectParams.extend({ member: z.uuid() }),
    body: z.strictObject({
      roles: z
        .array(z.strictObject({ role: roleNameSchema, environment: keySchema.optional() }))
        .min(1)
        .max(100)
        .meta({ description: "One without an environment for all of them, and one for each." }),
    }),
    answers: { 204: { description: "It counts from the next request on." } },
  }),
  removeMember: operation({
    id: "removeMember",
    method: "delete",
    path: "/api/v1/projects/{project}/members/{member}",
    summary: "Remove somebody from a project",
    description: "Their keys end with them.",
    tag: "Access",
    credentials: managers,
    params: projectParams.extend({ member: z.uuid() }),
    answers: { 204: { description: "Removed." } },
  }),
  listRoles: operation({
    id: "listRoles",
    method: "get",
    path: "/api/v1/projects/{project}/roles",
    summary: "The roles of a project, and what each permits",
    tag: "Access",
    credentials: managers,
    params: projectParams,
    answers: {
      200: {
        description: "Those that are always there, from the narrowest to the widest, then the project's own.",
        schema: z.strictObject({
          roles: z.array(
            z.strictObject({
              key: keySchema,
              name: z.string(),
              description: z.string(),
              permissions: z.array(permissionSchema),
              builtIn: z.boolean(),
            }),
          ),
        }),
      },
    },
    example: { params: { project: "storefront" }, status: 200 },
  }),
  saveRole: operation({
    id: "saveRole",
    method: "put",
    path: "/api/v1/projects/{project}/roles/{role}",
    summary: "Make a role of the project's own, or change it for everybody who has it",
    tag: "Access",
    credentials: managers,
    params: projectParams.extend({ role: keySchema }),
    body: z.strictObject({
      name: text(100),
      description: z.string().trim().max(500).default(""),
      permissions: z.array(permissionSchema).min(1).max(100),
    }),
    answers: { 204: { description: "Changed." }, 201: { description: "Made." } },
  }),
  deleteRole: operation({
    id: "deleteRole",
    method: "delete",
    path: "/api/v1/projects/{project}/roles/{role}",
    summary: "Delete a role that nobody has",
    tag: "Access",
    credentials: managers,
    params: projectParams.extend({ role: keySchema }),
    answers: { 204: { description: "Deleted." } },
  }),
  listApiKeys: operation({
    id: "listApiKeys",
    method: "get",
    path: "/api/v1/projects/{project}/keys",
    summary: "The keys of a project",
    tag: "Access",
    credentials: managers,
    params: projectParams,
    answers: {
      200: { description: "Newest first.", schema: z.strictObject({ keys: z.array(apiKeySchema) }) },
    },
  }),
  createApiKey: operation({
    id: "createApiKey",
    method: "post",
    path: "/api/v1/projects/{project}/keys",
    summary: "Create a key",
    description: "Only a signed-in person can: a key belongs to somebody and ends with them.",
    tag: "Access",
    credentials: ["session"],
    params: projectParams,
    body: z.strictObject({
      name: text(100),
      kind: keyKindSchema,
      environment: keySchema.optional(),
      role: roleNameSchema.optional(),
      expiresAt: timeSchema.nullable().optional(),
    }),
    answers: {
      201: {
        description: "The key, shown this once.",
        schema: z.strictObject({
          id: z.uuid(),
          name: z.string(),
          kind: keyKindSchema,
          environment: z.string().nullable(),
          role: roleNameSchema.nullable(),
          createdAt: timeSchema,
          expiresAt: timeSchema.nullable(),
          key: z.string(),
        }),
      },
    },
  }),
  revokeApiKey: operation({
    id: "revokeApiKey",
    method: "delete",
    path: "/api/v1/projects/{project}/keys/{key}",
    summary: "Revoke a key everywhere",
    tag: "Access",
    credentials: managers,
    params: projectParams.extend({ key: z.uuid() }),
    answers: { 204: { description: "Revoked." } },
  }),
} as const;
