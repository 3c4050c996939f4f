import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { Erased, ErasedPerson } from "#app/platform/eraser.ts";
import { deleteAccount, deleteInvitationsTo } from "./account-store.server.ts";

/** The account, and with it sessions, roles, tokens, keys, second factor and links; invitations to the address, too. */
export async function eraseAccount(
  tx: Transaction,
  _: Context,
  { userId, keys }: ErasedPerson,
): Promise<readonly Erased[]> {
  const accounts = userId === null ? 0 : await deleteAccount(tx, userId);
  const invitations = await deleteInvitationsTo(tx, keys);
  return [
    { what: "accounts", count: accounts },
    { what: "invitations", count: invitations },
  ];
}
