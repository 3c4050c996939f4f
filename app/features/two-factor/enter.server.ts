import type { Context, SignInMethod } from "#app/platform/context.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import { findAccount, isTwoFactorOn } from "./two-factor-store.server.ts";

export interface Entered {
  /** Set-Cookie. */
  readonly cookie: string;
  /** True: the session opens nothing before the second factor is given. */
  readonly awaitsSecondFactor: boolean;
}

/**
 * Opens a session for somebody who has shown who they are, by whatever way they came. It is always a new one: what the
 * browser brought along ends, and its id is never taken over.
 */
export async function enter(ctx: Context, input: { userId: string; method: SignInMethod }): Promise<Entered> {
  const { actor } = ctx;
  const before = actor.kind === "user" ? actor : actor.kind === "anonymous" ? actor.awaiting : undefined;
  if (before !== undefined) await ctx.sessions.close(before.sessionId);
  const awaitsSecondFactor = await isTwoFactorOn(ctx.db, input.userId);
  await tell(ctx, input, awaitsSecondFactor);
  const cookie = await ctx.sessions.open({
    ...input,
    awaitsSecondFactor,
    secondFactorAt: null,
    origin: ctx.origin,
  });
  return { cookie, awaitsSecondFactor };
}

/** Before the session is opened, which is a transaction of its own: none is without its entry. */
async function tell(
  ctx: Context,
  { userId, method }: { userId: string; method: SignInMethod },
  awaitsSecondFactor: boolean,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
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
  });
}
