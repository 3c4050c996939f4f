import { locateProject } from "#app/features/access/locate-project.server.ts";
import { searchProject } from "#app/features/search/search-project.server.ts";
import type { projectOperations } from "#openapi/v1/project.ts";
import { streaming, type Handler } from "./handler.ts";

type ProjectHandlers = {
  [Id in keyof typeof projectOperations]: Handler<(typeof projectOperations)[Id]>;
};

export const projectHandlers: ProjectHandlers = {
  followProject: async (ctx, { params }, { response, headers, streams }): Promise<typeof streaming> => {
    const { id, key } = await locateProject(ctx, params.project, "project.read");
    if (!response.destroyed) {
      streams.projects.open(response, { project: { id, key }, actor: ctx.actor, headers });
    }
    return streaming;
  },
  searchProject: async (ctx, { params, query }) => ({
    status: 200,
    body: { hits: await searchProject(ctx, { ...params, ...query }) },
  }),
};
