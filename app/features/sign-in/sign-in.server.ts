import { checkPassword } from "#app/features/access/password.server.ts";
import { enter, type Entered } from "#app/features/two-factor/enter.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { findUserByEmail } from "./sign-in-store.server.ts";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
}

export async function signIn(ctx: Context, input: SignInInput): Promise<Entered> {
  const user = await findUserByEmail(ctx.db, input.email.trim().toLowerCase());
  const right = await checkPassword(user?.passwordHash ?? undefined, input.password);
  if (user === undefined || !right) throw new Problem("wrong_credentials");
  return enter(ctx, { userId: user.id, method: "password" });
}
