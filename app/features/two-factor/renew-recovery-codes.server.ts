import { requirePerson } from "#app/features/access/require-person.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { makeRecoveryCodes } from "./make-recovery-codes.server.ts";

/** New recovery codes; the old ones open nothing from then on. */
export async function renewRecoveryCodes(ctx: Context): Promise<{ recoveryCodes: string[] }> {
  const { id, name, email } = requirePerson(ctx);
  // Nobody has a fresh second factor without having one.
  requireFreshSecondFactor(ctx);
  const recoveryCodes = await ctx.db.transaction(async (tx) => {
    await appendAudit(tx, ctx, {
      action: "two-factor.recovery-codes-made",
      projectId: null,
      subject: { kind: "member", key: email },
      summary: `${name} made new recovery codes`,
    });
    return makeRecoveryCodes(tx, ctx, id);
  });
  return { recoveryCodes };
}
