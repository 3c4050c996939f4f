import { ownEnvironment } from "#app/features/access/own-environment.server.ts";
import { compareMoments } from "#app/features/history/compare-moments.server.ts";
import { explainAt } from "#app/features/history/explain-at.server.ts";
import {
  listDocumentHistory,
  type ListDocumentHistoryInput,
} from "#app/features/history/list-document-history.server.ts";
import { listEnvironmentHistory } from "#app/features/history/list-environment-history.server.ts";
import { readEnvironmentState } from "#app/features/history/read-environment-state.server.ts";
import { restore, type Restored, type RestoreInput } from "#app/features/history/restore.server.ts";
import { whyServed } from "#app/features/history/why-served.server.ts";
import type { FoundMoment, Moment } from "#app/features/publishing/moment.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import { contextSchema } from "#openapi/v1/evaluation.ts";
import type { historyOperations } from "#openapi/v1/history.ts";
import type { Handler } from "./handler.ts";
import { parseInput } from "./parse-input.ts";
import { entityTag, time, versionOf } from "./present.ts";

type Operations = typeof historyOperations;
type HistoryHandlers = { [Id in keyof Operations]: Handler<Operations[Id]> };

export const historyHandlers: HistoryHandlers = {
  listEnvironmentHistory: async (ctx, { params, query }) => {
    const { revisions, next } = await listEnvironmentHistory(ctx, { ...params, ...query });
    return {
      status: 200,
      body: {
        revisions: revisions.map(({ documents, ...revision }) => ({
          ...revision,
          at: time(revision.at),
          documents: documents.map((each) => ({ ...each, changes: [...each.changes] })),
        })),
        next,
      },
    };
  },
  getFlagHistory: (ctx, { params: { flag, ...place }, query }) =>
    documentHistory(ctx, { ...place, ...query, kind: "flag", key: flag }),
  getSegmentHistory: (ctx, { params: { segment, ...place }, query }) =>
    documentHistory(ctx, { ...place, ...query, kind: "segment", key: segment }),

  compareRevisions: async (ctx, { params, query }) => {
    const { flag, segment } = query;
    if (flag !== undefined && segment !== undefined)
      throw invalid("/segment", "Name a flag or a segment, not both.");
    const only =
      flag !== undefined
        ? ({ kind: "flag", key: flag } as const)
        : segment !== undefined
          ? ({ kind: "segment", key: segment } as const)
          : undefined;
    const { from, to, differences } = await compareMoments(ctx, {
      ...params,
      ...{ from: momentOf(query.from), to: query.to === undefined ? {} : momentOf(query.to), only },
    });
    return {
      status: 200,
      body: {
        from: presentMoment(from),
        to: presentMoment(to),
        differences: differences.map(({ changes, moved, ...name }) => ({
          ...name,
          changes: [...changes],
          moved: [...moved],
        })),
      },
    };
  },
  getState: async (ctx, { params, query }) => {
    const snapshot = await readEnvironmentState(ctx, { ...params, ...moment(query) });
    return {
      status: 200,
      headers: { etag: entityTag(String(snapshot.revision)) },
      text: JSON.stringify(snapshot),
    };
  },

  explainFlags: async (ctx, { params, body }) => {
    const { flag, flags, context } = body;
    const explained = await explainAt(ctx, {
      ...{ ...params, ...moment(body), context },
      flags: flag === undefined ? (flags ?? "all") : [flag],
    });
    const { evaluations, steps, environment, revision } = explained;
    const answer = {
      ...{ environment, revision, publishedAt: time(explained.publishedAt), at: time(explained.at) },
      evaluations: Object.fromEntries(evaluations),
      ...(body.steps === false ? {} : { steps: Object.fromEntries(steps) }),
    };
    return { status: 200, text: JSON.stringify(answer) };
  },
  auditFlag: (ctx, { params, query }) => audit(ctx, params, query),
  auditFlagHere: async (ctx, { params, query }) =>
    audit(ctx, { ...params, ...(await ownEnvironment(ctx)) }, query),

  restoreFlag: (ctx, { params, query, headers, body: { at, revision, ...body } }) =>
    restored(ctx, {
      ...{ ...params, ...body, ...query, ...moment({ at, revision }) },
      expectedVersion: versionOf(headers["if-match"]),
    }),
  restoreSegment: (ctx, { params, query, headers, body: { at, revision, ...body } }) =>
    restored(ctx, {
      ...{ ...params, ...body, ...query, ...moment({ at, revision }) },
      expectedVersion: versionOf(headers["if-match"]),
    }),
  restoreEnvironment: (ctx, { params, query, headers, body: { at, revision, ...body } }) =>
    restored(ctx, {
      ...{ ...params, ...body, ...query, ...moment({ at, revision }) },
      expectedVersion: versionOf(headers["if-match"]),
    }),
};

function moment({ revision, at }: { revision?: number | undefined; at?: string | undefined }): Moment {
  return { revision, at: at === undefined ? undefined : new Date(at) };
}

function momentOf(word: string): Moment {
  return /^\d+$/.test(word) ? { revision: Number(word) } : { at: new Date(word) };
}

function presentMoment({ revision, publishedAt }: FoundMoment) {
  return { revision, publishedAt: time(publishedAt) };
}

/** Serialised here, since the engine's types are read-only and the wire's are not; a test holds that nothing else tells them apart. */
async function documentHistory(ctx: Context, input: ListDocumentHistoryInput) {
  return { status: 200 as const, text: JSON.stringify(await listDocumentHistory(ctx, input)) };
}

interface AuditQuery {
  readonly targetingKey?: string | undefined;
  readonly user_id?: string | undefined;
  readonly at?: string | undefined;
  readonly revision?: number | undefined;
  readonly context?: string | undefined;
}

async function audit(
  ctx: Context,
  place: { project: string; environment: string; flag: string },
  query: AuditQuery,
) {
  const targetingKey = query.targetingKey ?? query.user_id;
  if (targetingKey === undefined)
    throw invalid("/targetingKey", "Say who got it: `targetingKey`, or `user_id`.");
  const context = { ...contextOf(query.context), targetingKey };
  const { evaluation, steps, recorded, ...served } = await whyServed(ctx, {
    ...{ ...place, ...moment(query), context },
  });
  const answer = {
    ...{ environment: served.environment, flag: place.flag, targetingKey },
    ...{ revision: served.revision, publishedAt: time(served.publishedAt), at: time(served.at) },
    ...{ evaluation, steps },
    recorded: recorded.map((each) => ({ ...each, at: time(each.at) })),
  };
  return { status: 200 as const, text: JSON.stringify(answer) };
}

function contextOf(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    return parseInput(contextSchema, JSON.parse(text));
  } catch {
    throw invalid("/context", 'Give the attributes as a JSON object, such as {"country":"DE"}.');
  }
}

async function restored(ctx: Context, input: RestoreInput) {
  const { from, version, ...answer }: Restored = await restore(ctx, input);
  return {
    status: 200 as const,
    headers: { etag: entityTag(version) },
    body: {
      ...{ from: presentMoment(from), revision: answer.revision, version },
      documents: answer.documents.map(({ changes, moved, ...name }) => ({
        ...name,
        changes: [...changes],
        moved: [...moved],
      })),
      left: [...answer.left],
      elsewhere: [...answer.elsewhere],
      cannotRun: answer.cannotRun,
    },
  };
}
