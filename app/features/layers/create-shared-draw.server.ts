import { locateProject } from "#app/features/access/locate-project.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import { announceChanged } from "#app/features/publishing/announce.server.ts";
import { sqlState, type Transaction } from "#db/client.server.ts";
import { refuseUnaddressable } from "#app/platform/addressable.ts";
import type { Context } from "#app/platform/context.ts";
import { transact } from "#app/platform/dry-run.server.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { findSharedDraw, insertSharedDraw } from "./layer-store.server.ts";
import { WHOLE } from "./ranges.ts";
import type { DrawKind, SharedDraw } from "./shared-draw.ts";

export interface CreateSharedDrawInput {
  readonly project: string;
  readonly kind: DrawKind;
  readonly key: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly by?: readonly string[] | undefined;
  /** Of a holdout: how many per cent are kept out. */
  readonly percent?: number | undefined;
  /** Of a layer: the holdout whose users get none of its slices. */
  readonly holdout?: string | null | undefined;
  readonly dryRun?: boolean | undefined;
}

/** A new layer or holdout of a project, with a draw of its own. It serves nothing to anybody until a flag has a part of it. */
export async function createSharedDraw(ctx: Context, input: CreateSharedDrawInput): Promise<SharedDraw> {
  const { id: projectId } = await locateProject(ctx, input.project, "flag.write");
  const { kind, key } = input;
  refuseUnaddressable(key);
  const now = ctx.now();
  const draw: SharedDraw = {
    ...{ id: ctx.newId(), projectId, kind, key },
    name: input.name ?? key,
    description: input.description ?? "",
    by: input.by ?? ["targetingKey"],
    seed: ctx.newSeed(),
    heldOut: kind === "holdout" ? Math.round((input.percent ?? 0) * (WHOLE / 100)) : null,
    holdoutId: null,
    ...{ version: 1, createdAt: now, updatedAt: now },
  };
  try {
    const made = await transact(ctx.db, input.dryRun, async (tx) => {
      const row = { ...draw, holdoutId: await holdoutOf(tx, draw, input.holdout ?? null) };
      await insertSharedDraw(tx, row);
      await appendAudit(tx, ctx, {
        action: `${kind}.created`,
        projectId,
        subject: { kind, key },
        summary: `Created the ${kind} ${key}`,
        changes: draw.heldOut === null ? [] : [`keeps out ${draw.heldOut / 1000} %`],
      });
      return row;
    });
    if (input.dryRun !== true) await announceChanged(ctx, projectId);
    return made;
  } catch (error) {
    if (sqlState(error) !== "23505") throw error;
    throw new Problem("already_exists", {
      detail: `There is a ${kind} "${key}" already.`,
      fields: [{ pointer: "/key", message: "This key is taken." }],
    });
  }
}

async function holdoutOf(tx: Transaction, layer: SharedDraw, key: string | null): Promise<string | null> {
  if (key === null) return null;
  const holdout = await findSharedDraw(tx, { projectId: layer.projectId, kind: "holdout", key });
  if (holdout === undefined) throw invalid("/holdout", `There is no holdout "${key}" in this project.`);
  return holdout.id;
}
