import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { resetLife } from "./reset-mail.ts";
import { findReset } from "./sign-in-store.server.ts";

/** Whose password a link changes; refuses one that is unknown, used or expired, all alike. */
export async function readPasswordReset(ctx: Context, input: { token: string }): Promise<{ email: string }> {
  const reset = await findReset(ctx.db, hashSecret(input.token));
  if (reset === undefined || reset.expiresAt <= ctx.now()) throw resetUsed();
  return { email: reset.email };
}

export function resetUsed(): Problem {
  return new Problem("reset_used", {
    detail: `Links to a new password work once, within ${resetLife} minutes. Ask for another one.`,
  });
}
