import { requirePerson } from "#app/features/access/require-person.server.ts";
import type { Context } from "#app/platform/context.ts";
import { findPasswordHash } from "./account-store.server.ts";

export interface Account {
  readonly name: string;
  readonly email: string;
  /** False: the person signs in by single sign-on alone. */
  readonly hasPassword: boolean;
}

export async function readAccount(ctx: Context): Promise<Account> {
  const { id, name, email } = requirePerson(ctx);
  return { name, email, hasPassword: (await findPasswordHash(ctx.db, id)) !== null };
}
