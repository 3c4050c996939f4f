import { DrizzlePostgreSQLAdapter } from "@lucia-auth/adapter-drizzle";
import { Lucia, TimeSpan, type Adapter } from "lucia";
import type { Database } from "#db/client.server.ts";
import { sessions, users } from "#db/schema/access.ts";
import type { Sessions } from "#app/platform/context.ts";
import { hashSecret } from "#app/platform/random.server.ts";

/** A session found by its cookie; `setCookie` is there when its life was prolonged. */
export interface FoundSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly setCookie?: string;
}

export interface SessionStore extends Sessions {
  find(cookieHeader: string): Promise<FoundSession | undefined>;
}

/** Lucia stays behind this one file. Over plain http the cookie cannot carry the `__Host-` prefix. */
export function createSessionStore(db: Database, input: { secure: boolean }): SessionStore {
  const lucia = new Lucia(hashedIds(new DrizzlePostgreSQLAdapter(db, sessions, users)), {
    sessionExpiresIn: new TimeSpan(14, "d"),
    sessionCookie: {
      name: input.secure ? "__Host-guidon" : "guidon",
      expires: true,
      attributes: { secure: input.secure, sameSite: "lax", path: "/" },
    },
  });
  const ownCookie = new RegExp(`(?:^|;)\\s*${lucia.sessionCookieName}=([a-z0-9]+)\\s*(?:;|$)`);
  return {
    async open(userId) {
      const session = await lucia.createSession(userId, {});
      return lucia.createSessionCookie(session.id).serialize();
    },
    async close(sessionId) {
      await lucia.invalidateSession(sessionId);
      return lucia.createBlankSessionCookie().serialize();
    },
    async find(cookieHeader) {
      // Not by the library, which decodes every cookie of the browser and throws over one that somebody else left.
      const id = ownCookie.exec(cookieHeader)?.[1];
      if (id === undefined) return undefined;
      const { session } = await lucia.validateSession(id);
      if (session === null) return undefined;
      return {
        sessionId: session.id,
        userId: session.userId,
        ...(session.fresh ? { setCookie: lucia.createSessionCookie(session.id).serialize() } : {}),
      };
    },
  };
}

/** Lucia would keep session ids in clear; the table sees only their digests. */
function hashedIds(adapter: Adapter): Adapter {
  return {
    async getSessionAndUser(id) {
      const [session, user] = await adapter.getSessionAndUser(hashSecret(id));
      return [session === null ? null : { ...session, id }, user];
    },
    getUserSessions: (userId) => adapter.getUserSessions(userId),
    setSession: (session) => adapter.setSession({ ...session, id: hashSecret(session.id) }),
    updateSessionExpiration: (id, expiresAt) => adapter.updateSessionExpiration(hashSecret(id), expiresAt),
    deleteSession: (id) => adapter.deleteSession(hashSecret(id)),
    deleteUserSessions: (userId) => adapter.deleteUserSessions(userId),
    deleteExpiredSessions: () => adapter.deleteExpiredSessions(),
  };
}
