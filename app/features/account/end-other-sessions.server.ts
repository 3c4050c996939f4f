import { endSessions } from "#app/features/access/end-sessions.server.ts";
import { requirePerson } from "#app/features/access/require-person.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";

/** Signs the person out everywhere but here. How many sessions ended. */
export async function endOtherSessions(ctx: Context): Promise<{ ended: number }> {
  const person = requirePerson(ctx);
  const ended = await ctx.db.transaction(async (tx) => {
    await appendAudit(tx, ctx, {
      action: "session.ended",
      projectId: null,
      subject: { kind: "member", key: person.email },
      summary: `${person.name} signed out everywhere else`,
    });
    return endSessions(tx, person.id, { but: person.sessionId });
  });
  return { ended };
}
