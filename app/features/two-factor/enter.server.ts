import type { Transaction } from "#db/client.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context, SessionOpening, SignInMethod } from "#app/platform/context.ts";
import { findAccount, isTwoFactorOn } from "./two-factor-store.server.ts";

export interface Entered {
  /** Set-Cookie. */
  readonly cookie: string;
  /** True: the session opens nothing before the second factor is given. */
  readonly awaitsSecondFactor: boolean;
}

/**
 * Opens a session for somebody who has shown who they are, by whatever way they came. It is always a new one: what the
 * browser brought along ends, and its id is never taken over. Neither is without its entry.
 */
export async function enter(ctx: Context, input: { userId: string; method: SignInMethod }): Promise<Entered> {
  const { actor } = ctx;
  const before = actor.kind === "user" ? actor : actor.kind === "anonymous" ? actor.awaiting : undefined;
  return ctx.db.transaction(async (tx) => {
    if (before !== undefined) await ctx.sessions.close(tx, before.sessionId);
    const awaitsSecondFactor = await isTwoFactorOn(tx, input.userId);
    const opening = { ...input, awaitsSecondFactor, secondFactorAt: null, origin: ctx.origin };
    const cookie = await ctx.sessions.open(tx, opening);
    await tell(tx, ctx, opening);
    return { cookie, awaitsSecondFactor };
  });
}

async function tell(
  tx: Transaction,
  ctx: Context,
  { userId, method, awaitsSecondFactor }: SessionOpening,
): Promise<void> {
  const account = await findAccount(tx, userId);
  if (account === undefined) return;
  const { name, email } = account;
  const way = method === "sso" ? "single sign-on" : "password";
  await appendAudit(tx, ctx, {
    actor: { kind: "user", id: userId, name, email },
    action: "session.opened",
    projectId: null,
    subject: { kind: "member", key: email },
    summary: `${name} signed in by ${way}${awaitsSecondFactor ? "; the second factor is to come" : ""}`,
  });
}
