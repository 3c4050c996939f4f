import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

export async function signOut(ctx: Context): Promise<{ cookie: string }> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new Problem("sign_in_required");
  const cookie = await ctx.db.transaction(async (tx) => {
    const blank = await ctx.sessions.close(tx, actor.sessionId);
    await appendAudit(tx, ctx, {
      action: "session.closed",
      projectId: null,
      subject: { kind: "member", key: actor.email },
      summary: `${actor.name} signed out`,
    });
    return blank;
  });
  return { cookie };
}
