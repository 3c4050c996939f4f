import { endSessions } from "#app/features/access/end-sessions.server.ts";
import { requirePerson } from "#app/features/access/require-person.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { deleteTwoFactor } from "./two-factor-store.server.ts";

/** What was given elsewhere counts for nothing from then on: every other session of the person ends. */
export async function removeTwoFactor(ctx: Context): Promise<{ cookie: string }> {
  const { id, name, email, sessionId } = requirePerson(ctx);
  requireFreshSecondFactor(ctx);
  const cookie = await ctx.db.transaction(async (tx) => {
    await deleteTwoFactor(tx, id);
    await endSessions(tx, id, { but: sessionId });
    const renewed = await ctx.sessions.renew(tx, sessionId, { secondFactorAt: null });
    await appendAudit(tx, ctx, {
      action: "two-factor.removed",
      projectId: null,
      subject: { kind: "member", key: email },
      summary: `${name} turned two-factor off`,
    });
    return renewed;
  });
  return { cookie };
}
