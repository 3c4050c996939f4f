import { requirePerson } from "#app/features/access/require-person.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { checkSecondFactor } from "./check-second-factor.server.ts";
import { isTwoFactorOn } from "./two-factor-store.server.ts";

/** Gives the second factor again, so that the dangerous few are open for a while; the session gets a new id. */
export async function renewSecondFactor(ctx: Context, input: { code: string }): Promise<{ cookie: string }> {
  const { id, sessionId } = requirePerson(ctx);
  if (!(await isTwoFactorOn(ctx.db, id))) {
    throw new Problem("second_factor_required", { detail: "Turn two-factor on in your account first." });
  }
  await checkSecondFactor(ctx, { userId: id, code: input.code });
  return { cookie: await ctx.sessions.renew(ctx.db, sessionId, { secondFactorAt: ctx.now() }) };
}
