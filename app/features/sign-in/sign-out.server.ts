import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

export async function signOut(ctx: Context): Promise<{ cookie: string }> {
  if (ctx.actor.kind !== "user") throw new Problem("sign_in_required");
  return { cookie: await ctx.sessions.close(ctx.actor.sessionId) };
}
