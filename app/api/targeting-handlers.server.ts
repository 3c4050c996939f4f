import type { Json } from "@guidon/engine";
import { ownEnvironment } from "#app/features/access/own-environment.server.ts";
import {
  changeTargeting,
  type ChangedTargeting,
  type ChangeTargetingInput,
} from "#app/features/targeting/change-targeting.server.ts";
import {
  changeTargetings,
  type ChangedTargetings,
} from "#app/features/targeting/change-targetings.server.ts";
import { compareEnvironments } from "#app/features/targeting/compare-environments.server.ts";
import { copyTargetings } from "#app/features/targeting/copy-targetings.server.ts";
import { readTargeting, type TargetingView } from "#app/features/targeting/read-targeting.server.ts";
import type { TargetingStep } from "#app/features/targeting/targeting-step.ts";
import type { Context } from "#app/platform/context.ts";
import type { Targeting } from "#app/features/targeting/targeting.ts";
import type { z } from "zod";
import { mergePatch } from "#app/platform/merge-patch.ts";
import { targetingSchema } from "#openapi/v1/documents.ts";
import type { promotionOperations } from "#openapi/v1/promotion.ts";
import type { shortTargetingOperations } from "#openapi/v1/short-paths.ts";
import type { rolloutSchema, targetingOperations } from "#openapi/v1/targeting.ts";
import type { Handler } from "./handler.ts";
import { parseInput } from "./parse-input.ts";
import { entityTag, time, versionOf } from "./present.ts";

type Operations = typeof targetingOperations & typeof promotionOperations & typeof shortTargetingOperations;
type TargetingHandlers = { [Id in keyof Operations]: Handler<Operations[Id]> };

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
  stepTargeting: (ctx, { params, query, headers, body }) =>
    step(ctx, params, { ...body, ...query, headers, pointer: (index) => `/steps/${index}` }),
  turnFlagOn: (ctx, { params, query, headers }) =>
    step(ctx, params, { ...query, headers, steps: [{ do: "turn-on" }] }),
  turnFlagOff: (ctx, { params, query, headers }) =>
    step(ctx, params, { ...query, headers, steps: [{ do: "turn-off" }] }),
  setRollout: (ctx, { params, query, headers, body }) =>
    step(ctx, params, { ...rollout(body), ...query, headers }),
  turnFlagOnHere: async (ctx, { params, query, headers }) =>
    step(ctx, await here(ctx, params), { ...query, headers, steps: [{ do: "turn-on" }] }),
  turnFlagOffHere: async (ctx, { params, query, headers }) =>
    step(ctx, await here(ctx, params), { ...query, headers, steps: [{ do: "turn-off" }] }),
  setRolloutHere: async (ctx, { params, query, headers, body }) =>
    step(ctx, await here(ctx, params), { ...rollout(body), ...query, headers }),

  changeTargetings: async (ctx, { params, query, body }) =>
    manyChanged(
      await changeTargetings(ctx, {
        ...params,
        ...query,
        comment: body.comment,
        changes: body.changes.map(({ flag, version, steps }, at) => ({
          flag,
          expectedVersion: version,
          edit: { steps, pointer: (index) => `/changes/${at}/steps/${index}` },
          pointer: `/changes/${at}`,
        })),
      }),
    ),
  copyTargeting: async (ctx, { params: { flag, ...params }, query, headers, body }) =>
    manyChanged(
      await copyTargetings(ctx, {
        ...params,
        ...body,
        ...query,
        flags: [{ flag, expectedVersion: versionOf(headers["if-match"]), pointer: "" }],
      }),
    ),
  promoteFlags: async (ctx, { params, query, body }) =>
    manyChanged(
      await copyTargetings(ctx, {
        ...params,
        ...body,
        ...query,
        flags: body.flags.map(({ flag, version }, at) => ({
          flag,
          expectedVersion: version,
          pointer: `/flags/${at}`,
        })),
      }),
    ),
  compareEnvironments: async (ctx, { params, query }) => {
    const { from, to, differences } = await compareEnvironments(ctx, { ...params, ...query });
    return {
      status: 200,
      body: {
        from,
        to,
        differences: differences.map(({ kind, key, changes }) => ({ kind, key, changes: [...changes] })),
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

function changed(view: ChangedTargeting) {
  return {
    status: 200 as const,
    headers: { etag: entityTag(view.version) },
    body: {
      ...present(view),
      revision: view.revision,
      changes: [...view.changes],
      moved: [...view.moved],
      findings: view.findings.map(({ by, example, ...finding }) => ({
        ...finding,
        by: [...by],
        ...(example === undefined ? {} : { example: example as Record<string, z.util.JSONType> }),
      })),
      cannotRun: view.cannotRun,
    },
  };
}

interface Stepping extends Pick<ChangeTargetingInput, "comment" | "dryRun"> {
  readonly steps: readonly TargetingStep[];
  readonly headers: { readonly "if-match"?: string | undefined };
  /** Where each step stands in what was sent; where it is the body itself, nowhere in particular. */
  readonly pointer?: (index: number) => string;
}

async function step(
  ctx: Context,
  place: { project: string; environment: string; flag: string },
  { steps, headers, pointer = () => "", ...rest }: Stepping,
) {
  const expectedVersion = versionOf(headers["if-match"]);
  return changed(
    await changeTargeting(ctx, { ...rest, ...place, expectedVersion, edit: { steps, pointer } }),
  );
}

async function here(ctx: Context, params: { flag: string }) {
  return { ...params, ...(await ownEnvironment(ctx)) };
}

function rollout({ comment, ...words }: z.output<typeof rolloutSchema>) {
  return { comment, steps: [{ do: "set-rollout", ...words }] as const };
}

function manyChanged({ revision, changes, cannotRun }: ChangedTargetings) {
  return {
    status: 200 as const,
    body: {
      revision,
      changes: changes.map(({ row, ...change }) => ({
        flag: row.flag.key,
        version: String(row.version),
        changes: [...change.changes],
        moved: [...change.moved],
      })),
      cannotRun,
    },
  };
}

/** The engine's types are read-only and the wire's are not; a test holds that nothing else tells them apart. */
function presentTargeting(targeting: Omit<Targeting, "kill">): z.input<typeof targetingSchema> {
  return targeting as z.input<typeof targetingSchema>;
}
