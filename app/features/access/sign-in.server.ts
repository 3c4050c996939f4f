import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { findUserByEmail } from "./access-store.server.ts";
import { checkPassword } from "./password.server.ts";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
}

/** Opens a new session; an older one of the same browser is not reused. */
export async function signIn(ctx: Context, input: SignInInput): Promise<{ cookie: string }> {
  const user = await findUserByEmail(ctx.db, input.email.trim().toLowerCase());
  const right = await checkPassword(user?.passwordHash, input.password);
  if (user === undefined || !right) throw new Problem("wrong_credentials");
  if (ctx.actor.kind === "user") await ctx.sessions.close(ctx.actor.sessionId);
  return { cookie: await ctx.sessions.open(user.id) };
}
