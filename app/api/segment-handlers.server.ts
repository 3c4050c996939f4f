import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { requireLive } from "#app/features/evaluations/require-live.server.ts";
import type { ListName } from "#app/features/publishing/lists.ts";
import { readList } from "#app/features/publishing/read-list.server.ts";
import { changeList } from "#app/features/segments/change-list.server.ts";
import { changeSegment } from "#app/features/segments/change-segment.server.ts";
import { copySegment } from "#app/features/segments/copy-segment.server.ts";
import { createSegment } from "#app/features/segments/create-segment.server.ts";
import { deleteSegment } from "#app/features/segments/delete-segment.server.ts";
import { listSegments } from "#app/features/segments/list-segments.server.ts";
import { listUses } from "#app/features/segments/list-uses.server.ts";
import type { ChangedSegment } from "#app/features/segments/publish-segment.server.ts";
import { readKeys } from "#app/features/segments/read-keys.server.ts";
import { readSegment } from "#app/features/segments/read-segment.server.ts";
import type { SegmentView } from "#app/features/segments/segment-view.ts";
import { uploadKeys } from "#app/features/segments/upload-keys.server.ts";
import { Problem } from "#app/platform/problem.ts";
import type { segmentOperations, segmentSchema } from "#openapi/v1/segments.ts";
import { encodeList } from "./encode-list.ts";
import { chooseCoding, tagOf } from "./encode-snapshot.ts";
import type { Handler } from "./handler.ts";
import { entityTag, matchesTag, time, versionOf } from "./present.ts";

type SegmentHandlers = {
  [Id in keyof typeof segmentOperations]: Handler<(typeof segmentOperations)[Id]>;
};

export const segmentHandlers: SegmentHandlers = {
  listSegments: async (ctx, { params, query }) => {
    const page = await listSegments(ctx, { ...params, ...query });
    return { status: 200, body: { ...page, segments: page.segments.map(present) } };
  },
  createSegment: async (ctx, { params, query, body }) => {
    const made = await createSegment(ctx, { ...params, ...body, ...query });
    const headers = { etag: entityTag(made.segment.version) };
    if (query.dryRun === true) return { status: 200, headers, body: changed(made) };
    const { project, environment } = params;
    const location = `/api/v1/projects/${project}/environments/${environment}/segments/${made.segment.key}`;
    return { status: 201, headers: { ...headers, location }, body: changed(made) };
  },
  getSegment: async (ctx, { params }) => {
    const segment = await readSegment(ctx, params);
    return { status: 200, headers: { etag: entityTag(segment.version) }, body: present(segment) };
  },
  updateSegment: async (ctx, { params, query, headers, body }) =>
    published(
      await changeSegment(ctx, {
        ...params,
        ...body,
        ...query,
        expectedVersion: versionOf(headers["if-match"]),
      }),
    ),
  copySegment: async (ctx, { params, query, headers, body }) =>
    published(
      await copySegment(ctx, {
        ...params,
        ...body,
        ...query,
        expectedVersion: versionOf(headers["if-match"]),
      }),
    ),
  listSegmentUses: async (ctx, { params }) => {
    const dependents = await listUses(ctx, params);
    return { status: 200, body: { dependents } };
  },
  listKeys: async (ctx, { params, query }) => {
    const page = await readKeys(ctx, { ...params, ...query });
    return {
      status: 200,
      headers: { etag: entityTag(String(page.revision)) },
      body: { ...page, keys: [...page.keys] },
    };
  },
  changeKeys: async (ctx, { params, query, headers, body: { add, remove, comment } }) => {
    const made = await changeList(ctx, {
      ...params,
      ...query,
      comment,
      edit: { add: add ?? [], remove: remove ?? [] },
      expectedRevision: versionOf(headers["if-match"]),
    });
    return { status: 200, headers: tagOfList(made, params.list), body: changedList(made, params.list) };
  },
  uploadKeys: async (ctx, { params, query: { mode, ...query }, headers }, { request }) => {
    if ((request.headers["content-encoding"] ?? "identity") !== "identity")
      throw new Problem("unsupported_media_type", {
        detail: "Send the file as it is, without Content-Encoding.",
      });
    const { file, ...made } = await uploadKeys(ctx, {
      ...params,
      ...query,
      mode: mode ?? "add",
      mediaType: request.headers["content-type"] ?? "",
      content: contentOf(request),
      expectedRevision: versionOf(headers["if-match"]),
    });
    const { lines, duplicates } = file;
    return {
      status: 200,
      headers: tagOfList(made, params.list),
      body: { ...changedList(made, params.list), lines, duplicates },
    };
  },
  getSegmentList: async (ctx, { params: { segment }, query, headers }) => {
    const { list = "included", ...range } = query;
    const answer = await readList(ctx, requireLive(ctx), { segment, list, ...range });
    if (answer.kind === "delta") {
      const { since, delta, reference } = answer;
      return { status: 200, headers: kept, body: { ...reference, since, ...writable(delta) } };
    }
    const encoded = await encodeList(answer.held);
    const known = headers["if-none-match"]?.replaceAll(/-(gzip|br)"/g, '"');
    if (matchesTag(known, encoded.etag)) return { status: 304, headers: { etag: encoded.etag, ...kept } };
    const { coding, bytes } = chooseCoding(headers["accept-encoding"], encoded);
    const named = coding === "identity" ? undefined : { "content-encoding": coding };
    return { status: 200, headers: { etag: tagOf(encoded.etag, coding), ...kept, ...named }, text: bytes };
  },
  deleteSegment: async (ctx, { params, query, headers }) => {
    await deleteSegment(ctx, { ...params, ...query, expectedVersion: versionOf(headers["if-match"]) });
    return { status: 204 };
  },
};

/** A file that is refused half-way is still taken off the line, or the next request on it would wait for ever. */
async function* contentOf(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } finally {
    request.resume();
  }
}

const kept = { "cache-control": "private, no-cache", vary: "accept-encoding" };

function present({ createdAt, updatedAt, ...segment }: SegmentView): z.input<typeof segmentSchema> {
  return {
    ...segment,
    rules: [...segment.rules] as z.input<typeof segmentSchema>["rules"],
    createdAt: time(createdAt),
    updatedAt: time(updatedAt),
  };
}

function common({ revision, changes, usedBy, cannotRun }: ChangedSegment) {
  return { revision, changes: [...changes], usedBy: [...usedBy], cannotRun };
}

function changed(made: ChangedSegment) {
  return { segment: present(made.segment), findings: [...made.findings], ...common(made) };
}

function published(made: ChangedSegment) {
  return { status: 200 as const, headers: { etag: entityTag(made.segment.version) }, body: changed(made) };
}

function changedList(made: ChangedSegment, list: ListName) {
  const { added, removed } = made.deltas[list];
  return {
    list: made.segment.lists[list],
    added: added.length,
    removed: removed.length,
    ...common(made),
  };
}

function tagOfList(made: ChangedSegment, list: ListName) {
  return { etag: entityTag(String(made.segment.lists[list].revision)) };
}

function writable({ added, removed }: { added: readonly string[]; removed: readonly string[] }) {
  return { added: [...added], removed: [...removed] };
}
