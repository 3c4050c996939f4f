import { locateProject } from "#app/features/access/locate-project.server.ts";
import { readActivity } from "#app/features/events/read-activity.server.ts";
import { readOutcomes } from "#app/features/events/read-outcomes.server.ts";
import { readFlagFacets } from "#app/features/flags/read-flag-facets.server.ts";
import { readFlagSummary } from "#app/features/flags/read-flag-summary.server.ts";
import { readDue } from "#app/features/overview/read-due.server.ts";
import { readOverview } from "#app/features/overview/read-overview.server.ts";
import { readTotals } from "#app/features/overview/read-totals.server.ts";
import { searchProject } from "#app/features/search/search-project.server.ts";
import type { overviewOperations } from "#openapi/v1/overview.ts";
import { streaming, type Handler } from "./handler.ts";

type OverviewHandlers = {
  [Id in keyof typeof overviewOperations]: Handler<(typeof overviewOperations)[Id]>;
};

export const overviewHandlers: OverviewHandlers = {
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
  getFlagSummary: async (ctx, { params }) => {
    const [summary, { tags, owners }] = await Promise.all([
      readFlagSummary(ctx, params),
      readFlagFacets(ctx, params),
    ]);
    return { status: 200, body: { ...summary, tags: [...tags], owners: [...owners] } };
  },
  getProjectTotals: async (ctx, { params }) => ({ status: 200, body: await readTotals(ctx, params) }),
  getProjectDue: async (ctx, { params }) => {
    const due = await readDue(ctx, { ...params, limit: 200 });
    return { status: 200, body: { due: due.map((each) => ({ ...each, at: each.at.toISOString() })) } };
  },
  getProjectOverview: async (ctx, { params }) => {
    const environments = await readOverview(ctx, params);
    return {
      status: 200,
      body: {
        environments: environments.map((each) => ({ ...each, quarantined: [...each.quarantined] })),
      },
    };
  },
  getFlagOutcomes: async (ctx, { params }) => {
    const { since, outcomes } = await readOutcomes(ctx, params);
    return { status: 200, body: { since: since.toISOString(), outcomes: [...outcomes] } };
  },
  getFlagActivity: async (ctx, { params, query }) => {
    const flags = query.flags.split(",").slice(0, 200);
    const activity = await readActivity(ctx, { ...params, flags });
    return { status: 200, body: { activity: activity.map((each) => ({ ...each, hours: [...each.hours] })) } };
  },
};
