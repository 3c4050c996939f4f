import { requirePerson } from "#app/features/access/require-person.server.ts";
import type { Context, SignInMethod } from "#app/platform/context.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { selectSessions } from "./account-store.server.ts";

export interface OpenSession {
  /** By which it is ended; it opens nothing. */
  readonly id: string;
  /** The one that asks. */
  readonly current: boolean;
  readonly method: SignInMethod;
  readonly createdAt: Date;
  /** Exact to a few minutes. */
  readonly lastSeenAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** Where the person is signed in, the last seen first. */
export async function listSessions(ctx: Context): Promise<OpenSession[]> {
  const { id, sessionId } = requirePerson(ctx);
  const own = hashSecret(sessionId);
  const rows = await selectSessions(ctx.db, id, ctx.now());
  return rows.map((row) => ({
    id: row.handle,
    current: row.id === own,
    method: row.method as SignInMethod,
    createdAt: row.createdAt,
    lastSeenAt: row.lastSeenAt,
    address: row.address,
    userAgent: row.userAgent,
  }));
}
