import { changeEnvironment } from "#app/features/environments/change-environment.server.ts";
import {
  listEnvironments,
  type ListedEnvironment,
} from "#app/features/environments/list-environments.server.ts";
import { readEnvironment } from "#app/features/environments/read-environment.server.ts";
import { createProject } from "#app/features/projects/create-project.server.ts";
import { deleteProject } from "#app/features/projects/delete-project.server.ts";
import { listProjects } from "#app/features/projects/list-projects.server.ts";
import { readProject } from "#app/features/projects/read-project.server.ts";
import { renameProject } from "#app/features/projects/rename-project.server.ts";
import { createEnvironment } from "#app/features/settings/create-environment.server.ts";
import { deleteEnvironment } from "#app/features/settings/delete-environment.server.ts";
import { pageOf } from "#app/platform/cursor.ts";
import type { projectOperations } from "#openapi/v1/projects.ts";
import type { Handler } from "./handler.ts";
import { environmentOrder, projectOrder, usualLimit } from "./list-orders.ts";
import { entityTag, mentions, versionOf } from "./present.ts";

type ProjectHandlers = { [Id in keyof typeof projectOperations]: Handler<(typeof projectOperations)[Id]> };

export const projectHandlers: ProjectHandlers = {
  listProjects: async (ctx, { query }) => {
    const { search, sort = "name" } = query;
    const found = (await listProjects(ctx)).filter(({ key, name }) => mentions(search, key, name));
    const { rows, next } = pageOf(found, projectOrder(sort), { limit: usualLimit, ...query });
    return { status: 200, body: { projects: rows.map(({ id: _, ...project }) => project), next } };
  },
  createProject: async (ctx, { body }) => {
    const { id: _, ...project } = await createProject(ctx, body);
    const headers = { etag: entityTag(project.version), location: `/api/v1/projects/${project.key}` };
    return { status: 201, headers, body: project };
  },
  getProject: async (ctx, { params }) => shownProject(await readProject(ctx, params)),
  updateProject: async (ctx, { params, query, headers, body }) => {
    const expectedVersion = versionOf(headers["if-match"]);
    return shownProject(await renameProject(ctx, { ...params, ...query, ...body, expectedVersion }));
  },
  deleteProject: async (ctx, { params, query }) => {
    await deleteProject(ctx, { ...params, ...query });
    return { status: 204 };
  },
  listEnvironments: async (ctx, { params, query }) => {
    const found = (await listEnvironments(ctx, params)).filter(
      (environment) => query.protected === undefined || environment.protected === query.protected,
    );
    const { rows, next } = pageOf(found, environmentOrder, { limit: usualLimit, ...query });
    return { status: 200, body: { environments: rows.map(withoutId), next } };
  },
  createEnvironment: async (ctx, { params, query, body }) => {
    const environment = await createEnvironment(ctx, { ...params, ...query, ...body });
    const shown = shownEnvironment(environment);
    if (query.dryRun === true) return shown;
    const location = `/api/v1/projects/${params.project}/environments/${environment.key}`;
    return { ...shown, status: 201, headers: { ...shown.headers, location } };
  },
  getEnvironment: async (ctx, { params }) => shownEnvironment(await readEnvironment(ctx, params)),
  updateEnvironment: async (ctx, { params, query, headers, body }) => {
    const expectedVersion = settingsVersionOf(headers["if-match"]);
    return shownEnvironment(await changeEnvironment(ctx, { ...params, ...query, ...body, expectedVersion }));
  },
  deleteEnvironment: async (ctx, { params, query }) => {
    await deleteEnvironment(ctx, { ...params, ...query });
    return { status: 204 };
  },
};

function shownProject(project: Awaited<ReturnType<typeof readProject>>) {
  return { status: 200, headers: { etag: entityTag(project.version) }, body: project } as const;
}

/** The tag is of all that is shown, the revision too; a change asks about the settings alone. */
function shownEnvironment(environment: ListedEnvironment) {
  const { version, revision } = environment;
  const headers = { etag: entityTag(`${version}.${revision}`) };
  return { status: 200, headers, body: withoutId(environment) } as const;
}

function settingsVersionOf(ifMatch: string | undefined): string | undefined {
  return versionOf(ifMatch)?.replace(/\.\d+$/, "");
}

function withoutId({ id: _, position: __, ...environment }: ListedEnvironment) {
  return environment;
}
