import type { FlagDocument, Json } from "@guidon/engine";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { readFlagHistory } from "#app/features/flags/read-flag-history.server.ts";
import { readTargeting, type TargetingView } from "#app/features/targeting/read-targeting.server.ts";
import type { Targeting } from "#app/features/targeting/targeting.ts";
import type { z } from "zod";
import { mergePatch } from "#app/platform/merge-patch.ts";
import { targetingSchema, type flagDocumentSchema } from "#openapi/v1/documents.ts";
import type { targetingOperations } from "#openapi/v1/flags.ts";
import type { Handler } from "./handler.ts";
import { parseInput } from "./parse-input.ts";
import { entityTag, time, versionOf } from "./present.ts";

type TargetingHandlers = {
  [Id in keyof typeof targetingOperations]: Handler<(typeof targetingOperations)[Id]>;
};

export const targetingHandlers: TargetingHandlers = {
  getTargeting: async (ctx, { params }) => {
    const view = await readTargeting(ctx, params);
    return { status: 200, headers: { etag: entityTag(view.version) }, body: present(view) };
  },
  putTargeting: async (ctx, { params, query, headers, body }) =>
    changed(
      await changeTargeting(ctx, {
        ...params,
        ...query,
        expectedVersion: versionOf(headers["if-match"]),
        edit: { replace: body },
      }),
    ),
  patchTargeting: async (ctx, { params, query, headers, body }) =>
    changed(
      await changeTargeting(ctx, {
        ...params,
        ...query,
        expectedVersion: versionOf(headers["if-match"]),
        edit: { derive: (current) => patched(current, body as Json) },
      }),
    ),
  getFlagHistory: async (ctx, { params, query }) => {
    const revisions = await readFlagHistory(ctx, { ...params, ...query });
    return {
      status: 200,
      body: {
        revisions: revisions.map((revision) => ({
          revision: revision.revision,
          at: time(revision.at),
          actor: revision.actor,
          comment: revision.comment,
          changes: [...revision.changes],
          document: revision.document === null ? null : presentDocument(revision.document),
        })),
      },
    };
  },
};

/** What a merge patch makes of it, read by the same schema as a whole one: a patch brings in nothing that PUT would not. */
function patched(current: Targeting, patch: Json): Targeting {
  const { kill: _, ...targeting } = current;
  const merged = mergePatch(targeting as unknown as Json, patch) as { [name: string]: Json };
  // In a merge patch null removes, and a removed off variant is the caller's default, which null says, too.
  return parseInput(targetingSchema, { ...merged, offVariant: merged["offVariant"] ?? null });
}

function present(view: TargetingView) {
  const { kill, ...targeting } = view.targeting;
  return {
    version: view.version,
    updatedAt: time(view.updatedAt),
    targeting: presentTargeting(targeting),
    killed: kill !== undefined,
  };
}

function changed(view: TargetingView & { revision: number; changes: readonly string[] }) {
  return {
    status: 200 as const,
    headers: { etag: entityTag(view.version) },
    body: { ...present(view), revision: view.revision, changes: [...view.changes] },
  };
}

/** The engine's types are read-only and the wire's are not; a test holds that nothing else tells them apart. */
function presentTargeting(targeting: Omit<Targeting, "kill">): z.input<typeof targetingSchema> {
  return targeting as z.input<typeof targetingSchema>;
}

function presentDocument(document: FlagDocument): z.input<typeof flagDocumentSchema> {
  return document as z.input<typeof flagDocumentSchema>;
}
