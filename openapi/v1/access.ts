import { z } from "zod";
import { operation } from "../operation.ts";
import { pageQuery, projectParams, text, timeSchema } from "./common.ts";
import { keySchema } from "./documents.ts";

export const roleSchema = z.enum(["owner", "admin", "developer", "viewer"]).meta({ id: "Role" });
const keyKindSchema = z.enum(["server", "client", "management"]).meta({ id: "KeyKind" });
const managers = ["management", "session"] as const;

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
    role: roleSchema.nullable(),
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
    credentials: ["server", "client", "management", "session"],
    answers: {
      200: {
        description: "The key or person.",
        schema: z.strictObject({
          kind: z.enum(["user", "server", "client", "management"]),
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
              role: roleSchema,
              everywhere: z.boolean(),
              since: timeSchema,
            }),
          ),
          invitations: z.array(
            z.strictObject({ id: z.uuid(), email: z.string(), role: roleSchema, expiresAt: timeSchema }),
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
    body: z.strictObject({ email: z.email().max(254), role: roleSchema }),
    answers: {
      201: {
        description: "The link, shown this once.",
        schema: z.strictObject({ link: z.string(), expiresAt: timeSchema }),
      },
    },
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
      role: roleSchema.optional(),
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
          role: roleSchema.nullable(),
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
  listAuditEntries: operation({
    id: "listAuditEntries",
    method: "get",
    path: "/api/v1/projects/{project}/audit",
    summary: "Who changed what, newest first",
    tag: "Audit",
    credentials: managers,
    params: projectParams,
    query: pageQuery.extend({ flag: keySchema.optional() }),
    answers: {
      200: {
        description: "One page.",
        schema: z.strictObject({
          entries: z.array(
            z.strictObject({
              sequence: z.number(),
              at: timeSchema,
              actor: z.strictObject({ kind: z.string(), name: z.string() }),
              action: z.string(),
              subject: z.strictObject({ kind: z.string(), key: z.string() }),
              summary: z.string(),
              changes: z.array(z.string()),
              comment: z.string(),
              address: z.string().nullable(),
              traceId: z.string().nullable(),
            }),
          ),
          next: z.string().nullable(),
        }),
      },
    },
    example: { params: { project: "storefront" }, query: { limit: "5" }, status: 200 },
  }),
} as const;
