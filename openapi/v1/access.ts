import { z } from "zod";
import { operation } from "../operation.ts";
import { managers, nextSchema, pageQuery, projectParams, sortedBy, text, timeSchema } from "./common.ts";
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
    "project.delete",
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
    "person.read",
    "person.write",
    "sso.read",
    "sso.write",
    "person.erase",
  ])
  .meta({ id: "Permission" });
const roleNameSchema = keySchema.meta({
  description:
    "One of `owner`, `admin`, `maintainer`, `developer` and `viewer`, or a role of the project's own.",
});
export const keySettlementSchema = z.enum(["end", "take"]).meta({
  description:
    "What becomes of the keys of whoever goes: they `end`, or you `take` them and are their owner.",
});
const keyKindSchema = z.enum(["server", "client", "management"]).meta({ id: "KeyKind" });

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
  listMembers: operation({
    id: "listMembers",
    method: "get",
    path: "/api/v1/projects/{project}/members",
    summary: "Who works in a project",
    tag: "Access",
    credentials: managers,
    params: projectParams,
    query: pageQuery.extend({
      search: z.string().max(200).optional().meta({ description: "Part of a name or address." }),
      role: roleNameSchema.optional().meta({ description: "Who holds this role here." }),
      sort: sortedBy("name", "-name", "email", "-email", "since", "-since"),
    }),
    answers: {
      200: {
        description: "One page of the members; open invitations are all on the first.",
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
          next: nextSchema,
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
    description:
      "Keys end with their owner. While programs can use some of theirs, `keys` is to say what becomes of these.",
    tag: "Access",
    credentials: managers,
    params: projectParams.extend({ member: z.uuid() }),
    query: z.object({ keys: keySettlementSchema.optional() }),
    answers: { 204: { description: "Removed." } },
  }),
  leaveProject: operation({
    id: "leaveProject",
    method: "post",
    path: "/api/v1/projects/{project}/leave",
    summary: "Leave a project",
    description:
      "Gives up what you were given in it by hand. Refused while programs can use keys of yours, unless these are to end.",
    tag: "Access",
    credentials: ["session"],
    params: projectParams,
    query: z.object({ keys: z.literal("end").optional() }),
    answers: { 204: { description: "You are no member any more." } },
  }),
  listRoles: operation({
    id: "listRoles",
    method: "get",
    path: "/api/v1/projects/{project}/roles",
    summary: "The roles of a project, and what each permits",
    tag: "Access",
    credentials: managers,
    params: projectParams,
    query: pageQuery,
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
          next: nextSchema,
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
    query: pageQuery.extend({
      kind: keyKindSchema.optional(),
      environment: keySchema.optional().meta({ description: "Keys of this environment." }),
      state: z.enum(["usable", "expired", "revoked"]).optional(),
      sort: sortedBy("-createdAt", "createdAt", "name", "-name"),
    }),
    answers: {
      200: {
        description: "One page.",
        schema: z.strictObject({ keys: z.array(apiKeySchema), next: nextSchema }),
      },
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
