import { ownProject } from "#app/features/access/own-project.server.ts";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { changeFlags } from "#app/features/flags/change-flags.server.ts";
import { createFlag, type CreateFlagInput } from "#app/features/flags/create-flag.server.ts";
import { deleteFlag } from "#app/features/flags/delete-flag.server.ts";
import { duplicateFlag } from "#app/features/flags/duplicate-flag.server.ts";
import type { FlagView } from "#app/features/flags/flag-view.ts";
import { listDependents } from "#app/features/flags/list-dependents.server.ts";
import { listFlags, type FlagPage } from "#app/features/flags/list-flags.server.ts";
import { readFlag } from "#app/features/flags/read-flag.server.ts";
import type { z } from "zod";
import type { createFlagSchema, flagOperations, updateFlagSchema } from "#openapi/v1/flags.ts";
import type { shortFlagOperations } from "#openapi/v1/short-paths.ts";
import type { Handler } from "./handler.ts";
import { entityTag, presentFlag, versionOf } from "./present.ts";

type Operations = typeof flagOperations & typeof shortFlagOperations;
type FlagHandlers = { [Id in keyof Operations]: Handler<Operations[Id]> };

/** Flags by the long paths and, within the key's project, by the short ones. */
export const flagHandlers: FlagHandlers = {
  listFlags: async (ctx, { params, query }) => page(await listFlags(ctx, { ...query, ...params })),
  createFlag: async (ctx, { params, query, body }) => {
    const flag = await createFlag(ctx, { ...creation(params.project, body), ...query });
    return created(flag, query, `/api/v1/projects/${params.project}/flags/${flag.key}`);
  },
  getFlag: async (ctx, { params }) => shown(await readFlag(ctx, params)),
  updateFlag: async (ctx, { params, query, headers, body }) =>
    shown(
      await changeFlag(ctx, {
        ...change(body),
        ...params,
        ...query,
        expectedVersion: versionOf(headers["if-match"]),
      }),
    ),
  archiveFlag: async (ctx, { params, query, headers }) =>
    shown(await changeFlag(ctx, { ...archiving(params, headers), ...query })),
  changeFlags: async (ctx, { params, query, body }) => {
    const { changes, revisions } = await changeFlags(ctx, {
      ...params,
      ...query,
      comment: body.comment,
      changes: body.changes.map(({ version, ...change }, at) => ({
        ...change,
        expectedVersion: version,
        pointer: `/changes/${at}`,
      })),
    });
    return {
      status: 200,
      body: { changes: changes.map((each) => ({ ...each, changes: [...each.changes] })), revisions },
    };
  },
  duplicateFlag: async (ctx, { params, query, body }) => {
    const flag = await duplicateFlag(ctx, { ...body, ...params, ...query });
    return created(flag, query, `/api/v1/projects/${params.project}/flags/${flag.key}`);
  },
  deleteFlag: async (ctx, { params, query, headers, body }) => {
    const expectedVersion = versionOf(headers["if-match"]);
    await deleteFlag(ctx, { ...body, ...params, ...query, expectedVersion });
    return { status: 204 };
  },
  listFlagDependents: async (ctx, { params }) => {
    const environments = await listDependents(ctx, params);
    return {
      status: 200,
      body: {
        environments: environments.map(({ environment, dependents }) => ({
          environment,
          dependents: [...dependents],
        })),
      },
    };
  },

  listFlagsHere: async (ctx, { query }) =>
    page(await listFlags(ctx, { ...query, project: await ownProject(ctx) })),
  createFlagHere: async (ctx, { query, body }) => {
    const flag = await createFlag(ctx, { ...creation(await ownProject(ctx), body), ...query });
    return created(flag, query, `/api/v1/flags/${flag.key}`);
  },
  getFlagHere: async (ctx, { params }) =>
    shown(await readFlag(ctx, { project: await ownProject(ctx), flag: params.flag })),
  updateFlagHere: async (ctx, { params, query, headers, body }) =>
    shown(
      await changeFlag(ctx, {
        ...change(body),
        ...query,
        project: await ownProject(ctx),
        flag: params.flag,
        expectedVersion: versionOf(headers["if-match"]),
      }),
    ),
  archiveFlagHere: async (ctx, { params, query, headers }) => {
    const place = { project: await ownProject(ctx), flag: params.flag };
    return shown(await changeFlag(ctx, { ...archiving(place, headers), ...query }));
  },
};

function creation(project: string, body: z.output<typeof createFlagSchema>): CreateFlagInput {
  return { ...body, project, dueOn: dateOf(body.dueOn) };
}

function change(body: z.output<typeof updateFlagSchema>) {
  return { ...body, dueOn: dateOf(body.dueOn) };
}

function archiving(place: { project: string; flag: string }, headers: { "if-match"?: string | undefined }) {
  return { ...place, archived: true, expectedVersion: versionOf(headers["if-match"]) ?? "*" };
}

function dateOf(text: string | null | undefined): Date | null | undefined {
  return text === null || text === undefined ? text : new Date(text);
}

function shown(flag: FlagView) {
  return { status: 200, headers: { etag: entityTag(flag.version) }, body: presentFlag(flag) } as const;
}

function created(flag: FlagView, { dryRun }: { dryRun?: boolean | undefined }, location: string) {
  if (dryRun === true) return shown(flag);
  return { ...shown(flag), status: 201, headers: { etag: entityTag(flag.version), location } } as const;
}

function page({ flags, total, next }: FlagPage) {
  return { status: 200, body: { flags: flags.map(presentFlag), total, next } } as const;
}
