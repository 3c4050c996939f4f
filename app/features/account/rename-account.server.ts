import { requirePerson } from "#app/features/access/require-person.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { updateAccount } from "./account-store.server.ts";

/** Audit entries of before keep the name of their time. */
export async function renameAccount(ctx: Context, input: { name: string }): Promise<void> {
  const person = requirePerson(ctx);
  if (input.name === person.name) return;
  await ctx.db.transaction(async (tx) => {
    await updateAccount(tx, person.id, { name: input.name });
    await appendAudit(tx, ctx, {
      action: "member.renamed",
      projectId: null,
      subject: { kind: "member", key: person.email },
      summary: `${person.name} goes by the name of ${input.name}`,
    });
  });
}
