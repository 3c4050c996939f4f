import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { selectOutcomes } from "./activity-store.server.ts";

/** How often a flag ended in one way within a day. */
export interface Outcome {
  /** Null: the caller's default was served. */
  readonly variant: string | null;
  /** The rule that served it, where one did. */
  readonly ruleId: string | null;
  readonly reason: string;
  readonly count: number;
}

export interface Outcomes {
  readonly since: Date;
  /** The most frequent first. */
  readonly outcomes: readonly Outcome[];
}

const dayMs = 24 * 60 * 60 * 1000;

/** What a flag served in one environment within the last 24 hours, as far as the server and SDKs counted. */
export async function readOutcomes(
  ctx: Context,
  input: { project: string; environment: string; flag: string },
): Promise<Outcomes> {
  const { environmentId } = await locateEnvironment(ctx, input, "flag.read");
  const since = new Date(ctx.now().getTime() - dayMs);
  const rows = await selectOutcomes(ctx.db, { environmentId, flag: input.flag, since });
  return {
    since,
    outcomes: rows.map(({ variant, ruleId, reason, count }) => ({
      variant: variant === "" ? null : variant,
      ruleId: ruleId === "" ? null : ruleId,
      reason,
      count,
    })),
  };
}
