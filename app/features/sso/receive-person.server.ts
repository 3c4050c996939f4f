import { endSessions } from "#app/features/access/end-sessions.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import type { Transaction } from "#db/client.server.ts";
import { giveRoles } from "./give-roles.server.ts";
import { mayVouch, rolesOf, type SsoConnection, type SsoPerson } from "./sso-connection.ts";
import {
  findLinkedUser,
  findUserByEmail,
  insertIdentity,
  insertUserOnce,
  type UserRow,
} from "./sso-store.server.ts";

interface Received {
  readonly connection: SsoConnection;
  readonly person: SsoPerson;
}

/**
 * The account of whom the provider means: the one it opened before; else the one with the address that it vouches for;
 * else a new one, where the connection makes any. Its roles by single sign-on are from now on what the groups give.
 */
export async function receivePerson(ctx: Context, received: Received): Promise<{ userId: string }> {
  const { connection, person } = received;
  const given = rolesOf(connection.roleMapping, person.groups);
  const { user, changed } = await ctx.db.transaction(async (tx) => {
    const identity = { issuer: connection.issuer, subject: person.subject };
    const account =
      (await findLinkedUser(tx, identity)) ??
      (await linkUser(tx, ctx, { ...received, maySettle: connection.createsAccounts && given.size > 0 }));
    return { user: account, changed: await giveRoles(tx, ctx, { user: account, given }) };
  });
  if (changed) await ctx.bus.publish({ kind: "access" });
  return { userId: user.id };
}

/** By the verified address alone: a name or an unverified address could be anybody's. */
async function linkUser(
  tx: Transaction,
  ctx: Context,
  { connection, person, maySettle }: Received & { maySettle: boolean },
): Promise<UserRow> {
  const { email } = person;
  if (email === undefined || !mayVouch(connection.domains, person)) {
    throw new Problem("sso_refused", {
      detail: "Your identity provider does not vouch for an e-mail address that is taken here.",
    });
  }
  const present = await findUserByEmail(tx, email);
  if (present === undefined && !maySettle) {
    throw new Problem("sso_refused", {
      detail: "You have no account here, and none of your groups gets one. Ask an Owner to invite you.",
    });
  }
  const now = ctx.now();
  const user =
    present ?? (await insertUserOnce(tx, { id: ctx.newId(), name: person.name, email, createdAt: now }));
  // Whoever was in the account before the provider vouched for its address comes in anew.
  if (present !== undefined) await endSessions(tx, user.id);
  const { issuer } = connection;
  await insertIdentity(tx, { issuer, subject: person.subject, userId: user.id, linkedAt: now });
  await appendAudit(tx, ctx, {
    actor: { kind: "user", id: user.id, name: user.name },
    action: present === undefined ? "member.joined" : "sso.linked",
    projectId: null,
    subject: { kind: "member", key: email },
    summary:
      present === undefined
        ? `${user.name} joined by single sign-on`
        : `${user.name} signed in by single sign-on for the first time`,
  });
  return user;
}
