import { checkSecondFactor } from "#app/features/two-factor/check-second-factor.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

/** Gives the second factor to a session that waits for it; the session gets a new id, and opens everything. */
export async function finishSignIn(ctx: Context, input: { code: string }): Promise<{ cookie: string }> {
  const awaiting = ctx.actor.kind === "anonymous" ? ctx.actor.awaiting : undefined;
  if (awaiting === undefined) throw new Problem("sign_in_required");
  await checkSecondFactor(ctx, { userId: awaiting.userId, code: input.code });
  const cookie = await ctx.sessions.renew(ctx.db, awaiting.sessionId, {
    awaitsSecondFactor: false,
    secondFactorAt: ctx.now(),
  });
  return { cookie };
}
