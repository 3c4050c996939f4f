import { z } from "zod";
import { operation } from "../operation.ts";
import {
  dryRunQuery,
  environmentParams,
  ifMatch,
  managers,
  nextSchema,
  pageQuery,
  projectParams,
  sortedBy,
  text,
  yesOrNo,
} from "./common.ts";
import { keySchema } from "./documents.ts";

const versionSchema = z.string().meta({ description: "What If-Match names, without the quotes." });
const projectSchema = z
  .strictObject({ key: keySchema, name: z.string(), version: versionSchema })
  .meta({ id: "Project" });
const environmentSchema = z
  .strictObject({
    key: keySchema,
    name: z.string(),
    revision: z.number(),
    protected: z
      .boolean()
      .meta({ description: "What is served here changes only by a kill: everything else is refused." }),
    version: versionSchema.meta({ description: "Of its settings; publishing leaves it as it is." }),
  })
  .meta({ id: "Environment" });

const confirmQuery = dryRunQuery.extend({
  confirm: z.string().max(200).meta({ description: "The key once more." }),
});

/** What a team works in, and where. */
export const projectOperations = {
  listProjects: operation({
    id: "listProjects",
    method: "get",
    path: "/api/v1/projects",
    summary: "The projects that you may see",
    tag: "Projects",
    credentials: managers,
    query: pageQuery.extend({
      search: z.string().max(200).optional().meta({ description: "Part of a key or name." }),
      sort: sortedBy("name", "-name", "key", "-key"),
    }),
    answers: {
      200: {
        description: "One page.",
        schema: z.strictObject({ projects: z.array(projectSchema), next: nextSchema }),
      },
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
  getProject: operation({
    id: "getProject",
    method: "get",
    path: "/api/v1/projects/{project}",
    summary: "One project",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    answers: { 200: { description: "As it is.", schema: projectSchema } },
    example: { params: { project: "storefront" }, status: 200 },
  }),
  updateProject: operation({
    id: "updateProject",
    method: "patch",
    path: "/api/v1/projects/{project}",
    summary: "Rename a project",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: z.strictObject({ name: text(100) }),
    answers: { 200: { description: "Renamed. Its key stays.", schema: projectSchema } },
  }),
  deleteProject: operation({
    id: "deleteProject",
    method: "delete",
    path: "/api/v1/projects/{project}",
    summary: "Delete a project for good",
    description:
      "With its environments, flags, roles and history; the audit log keeps what happened. Asks for a fresh second factor. Refused while an environment is protected, and while any key of the project could still be used.",
    tag: "Projects",
    credentials: ["session"],
    params: projectParams,
    query: confirmQuery,
    answers: { 204: { description: "Deleted, or with `dryRun`: it could be." } },
  }),
  listEnvironments: operation({
    id: "listEnvironments",
    method: "get",
    path: "/api/v1/projects/{project}/environments",
    summary: "The environments of a project",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    query: pageQuery.extend({ protected: yesOrNo() }),
    answers: {
      200: {
        description: "In order.",
        schema: z.strictObject({ environments: z.array(environmentSchema), next: nextSchema }),
      },
    },
    example: { params: { project: "storefront" }, status: 200 },
  }),
  createEnvironment: operation({
    id: "createEnvironment",
    method: "post",
    path: "/api/v1/projects/{project}/environments",
    summary: "Create an environment",
    description: "Every flag of the project is in it, off. It comes last in lists.",
    tag: "Projects",
    credentials: managers,
    params: projectParams,
    query: dryRunQuery,
    body: z.strictObject({ key: keySchema, name: text(100), protected: z.boolean().optional() }),
    answers: {
      201: { description: "Created.", schema: environmentSchema },
      200: { description: "With `dryRun`: what it would be.", schema: environmentSchema },
    },
  }),
  getEnvironment: operation({
    id: "getEnvironment",
    method: "get",
    path: "/api/v1/projects/{project}/environments/{environment}",
    summary: "One environment",
    tag: "Projects",
    credentials: managers,
    params: environmentParams,
    answers: { 200: { description: "As it is.", schema: environmentSchema } },
    example: { params: { project: "storefront", environment: "staging" }, status: 200 },
  }),
  updateEnvironment: operation({
    id: "updateEnvironment",
    method: "patch",
    path: "/api/v1/projects/{project}/environments/{environment}",
    summary: "Rename an environment, move it in lists, protect it or take the protection away",
    description: "Taking the protection away asks for a fresh second factor, which no key has.",
    tag: "Projects",
    credentials: managers,
    params: environmentParams,
    query: dryRunQuery,
    headers: ifMatch,
    body: z.strictObject({
      name: text(100).optional(),
      protected: z.boolean().optional(),
      position: z
        .number()
        .int()
        .min(0)
        .max(1000)
        .optional()
        .meta({ description: "Its place in lists, from 0; the others move up." }),
    }),
    answers: { 200: { description: "Changed. Its key stays.", schema: environmentSchema } },
  }),
  deleteEnvironment: operation({
    id: "deleteEnvironment",
    method: "delete",
    path: "/api/v1/projects/{project}/environments/{environment}",
    summary: "Delete an environment for good",
    description:
      "With what flags do there, its history, and the roles given in it alone. Refused while it is protected, while any key of it could still be used, and where it is the project's last.",
    tag: "Projects",
    credentials: managers,
    params: environmentParams,
    query: confirmQuery,
    answers: { 204: { description: "Deleted, or with `dryRun`: it could be." } },
  }),
} as const;
