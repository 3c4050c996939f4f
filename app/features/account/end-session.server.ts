import { requirePerson } from "#app/features/access/require-person.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { deleteSession } from "./account-store.server.ts";

/** Signs the person out there, from the next request on. */
export async function endSession(ctx: Context, input: { id: string }): Promise<void> {
  const person = requirePerson(ctx);
  await ctx.db.transaction(async (tx) => {
    if (!(await deleteSession(tx, person.id, input.id))) {
      throw new Problem("not_found", { detail: "You have no such session." });
    }
    await appendAudit(tx, ctx, {
      action: "session.ended",
      projectId: null,
      subject: { kind: "member", key: person.email },
      summary: `${person.name} ended one of their sessions`,
    });
  });
}
