import { authorise } from "#app/features/access/authorise.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import type { KeySettlement } from "#app/features/api-keys/key-settlement.ts";
import { settleKeys } from "#app/features/api-keys/settle-keys.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { refuseOneself } from "./refuse-oneself.ts";
import { deletePerson, hasOtherOwner, lockPerson } from "./people-store.server.ts";

export interface RemovePersonInput {
  readonly person: string;
  /** Their address once more. */
  readonly confirm: string;
  readonly keys?: KeySettlement | undefined;
}

/**
 * Ends an account: its roles, sessions and personal tokens go at once. API keys end with their owner, too, so where
 * programs use some it is asked for, whether they are to end or to be the remover's from now on.
 */
export async function removePerson(ctx: Context, input: RemovePersonInput): Promise<void> {
  authorise(ctx, "person.write", { projectId: null });
  requireFreshSecondFactor(ctx);
  refuseOneself(ctx, input.person, "Ask another Owner.");
  await ctx.db.transaction(async (tx) => {
    const person = await lockPerson(tx, input.person);
    if (person === undefined) throw new Problem("not_found", { detail: "There is nobody of this id." });
    if (input.confirm.trim().toLowerCase() !== person.email)
      throw invalid("/confirm", `Write their address, ${person.email}, to confirm.`);
    if (!(await hasOtherOwner(tx, input.person)))
      throw new Problem("still_needed", { detail: "The installation would be without an Owner." });
    const changes = await settleKeys(tx, ctx, { ownerId: input.person, how: input.keys });
    await deletePerson(tx, input.person);
    await appendAudit(tx, ctx, {
      action: "person.removed",
      projectId: null,
      subject: { kind: "member", key: person.email },
      summary: `Ended the account of ${person.name}`,
      changes,
    });
  });
  await ctx.bus.publish({ kind: "access" });
}
