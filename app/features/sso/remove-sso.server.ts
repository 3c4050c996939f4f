import { authorise } from "#app/features/access/authorise.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { deleteConnection } from "./sso-store.server.ts";

/** Nobody signs in by it from now on. Who is signed in stays so for the working day that such a session lasts. */
export async function removeSso(ctx: Context): Promise<void> {
  authorise(ctx, "sso.write", { projectId: null });
  requireFreshSecondFactor(ctx);
  await ctx.db.transaction(async (tx) => {
    if (!(await deleteConnection(tx))) {
      throw new Problem("not_found", { detail: "Single sign-on is not set up." });
    }
    await appendAudit(tx, ctx, {
      action: "sso.removed",
      projectId: null,
      subject: { kind: "sso", key: "sso" },
      summary: "Removed single sign-on",
    });
  });
}
