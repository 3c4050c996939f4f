import { requirePerson } from "#app/features/access/require-person.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { deleteToken as deleteRow } from "./token-store.server.ts";

/** Ends one of one's own tokens at once. */
export async function deleteToken(ctx: Context, input: { token: string }): Promise<void> {
  const person = requirePerson(ctx);
  await ctx.db.transaction(async (tx) => {
    const row = await deleteRow(tx, person.id, input.token);
    if (row === undefined) throw new Problem("not_found", { detail: "You have no such token." });
    await appendAudit(tx, ctx, {
      action: "token.deleted",
      projectId: null,
      subject: { kind: "token", key: row.prefix },
      summary: `Deleted the personal token ${row.name}`,
    });
  });
}
