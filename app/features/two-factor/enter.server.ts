import type { Context, SignInMethod } from "#app/platform/context.ts";
import { isTwoFactorOn } from "./two-factor-store.server.ts";

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
  const cookie = await ctx.sessions.open({
    ...input,
    awaitsSecondFactor,
    secondFactorAt: null,
    origin: ctx.origin,
  });
  return { cookie, awaitsSecondFactor };
}
