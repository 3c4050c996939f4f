import type { Context, LiveEnvironment } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { selectHeads } from "./publication-store.server.ts";
import { within } from "./within.server.ts";

const patienceMs = 1000;

/**
 * The environment at `revision` or later, for a caller who has seen that revision somewhere: this process then lags, and
 * an older answer would be a step back. Waits a moment, then refuses for now. Where the log itself ends before that
 * revision (it was restored from a backup), what is served is all there is.
 */
export async function catchUp(
  ctx: Context,
  live: LiveEnvironment,
  revision: number,
): Promise<LiveEnvironment> {
  if (live.revision >= revision) return live;
  try {
    return await within(patienceMs, ctx.snapshots.reach(live.id, revision));
  } catch {
    const heads = await within(patienceMs, selectHeads(ctx.db, [live.id])).catch(() => []);
    const present = ctx.snapshots.get(live.id) ?? live;
    const head = heads[0]?.revision;
    if (present.revision >= revision || (head !== undefined && head <= present.revision)) return present;
    throw new Problem("unavailable", {
      detail: `This process has not caught up with revision ${revision} yet.`,
      headers: { "retry-after": "1" },
    });
  }
}
