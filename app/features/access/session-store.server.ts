import { DrizzlePostgreSQLAdapter } from "@lucia-auth/adapter-drizzle";
import { and, eq, lt, lte, ne } from "drizzle-orm";
import { generateIdFromEntropySize, Lucia, TimeSpan, type Adapter } from "lucia";
import type { Database, Queryable, Transaction } from "#db/client.server.ts";
import { sessions, users } from "#db/schema/access.ts";
import type { Sessions, SignInMethod } from "#app/platform/context.ts";
import { hashSecret } from "#app/platform/random.server.ts";

type SessionRow = typeof sessions.$inferSelect;
type SessionAttributes = Omit<SessionRow, "id" | "userId" | "expiresAt">;

declare module "lucia" {
  interface Register {
    Lucia: Lucia<SessionAttributes>;
    DatabaseSessionAttributes: SessionAttributes;
  }
}

/** A session found by its cookie; `setCookie` is there when its life was prolonged. */
export interface FoundSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly method: SignInMethod;
  readonly awaitsSecondFactor: boolean;
  readonly createdAt: Date;
  readonly secondFactorAt: Date | null;
  readonly setCookie?: string;
}

export interface SessionStore extends Sessions {
  find(cookieHeader: string): Promise<FoundSession | undefined>;
}

const minute = 60_000;
/** Between the password and the code. */
const pendingMs = 10 * minute;
/** Whoever has left the company is gone from the identity provider, and after a working day from here. */
const ssoMs = 12 * 60 * minute;
const seenEveryMs = 5 * minute;

interface Input {
  readonly secure: boolean;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** Lucia stays behind this one file. Over plain http the cookie cannot carry the `__Host-` prefix. */
export function createSessionStore(db: Database, { secure, now, newId }: Input): SessionStore {
  const on = (place: Queryable) =>
    new Lucia(hashedIds(new DrizzlePostgreSQLAdapter(place, sessions, users)), {
      sessionExpiresIn: new TimeSpan(14, "d"),
      sessionCookie: {
        name: secure ? "__Host-guidon" : "guidon",
        expires: true,
        attributes: { secure, sameSite: "lax", path: "/" },
      },
      getSessionAttributes: (attributes) => attributes,
    });
  const lucia = on(db);
  const ownCookie = new RegExp(`(?:^|;)\\s*${lucia.sessionCookieName}=([a-z0-9]+)\\s*(?:;|$)`);
  const cookieOf = (id: string) => lucia.createSessionCookie(id).serialize();
  return {
    async open(place, { userId, method, awaitsSecondFactor, secondFactorAt, origin }) {
      const at = now();
      const session = await on(place).createSession(userId, {
        handle: newId(),
        method,
        awaitsSecondFactor,
        secondFactorAt,
        createdAt: at,
        lastSeenAt: at,
        address: origin.address,
        userAgent: origin.userAgent?.slice(0, 300) ?? null,
      });
      return cookieOf(session.id);
    },
    async renew(place, sessionId, change) {
      const id = generateIdFromEntropySize(25);
      await place
        .update(sessions)
        .set({ id: hashSecret(id), ...change })
        .where(eq(sessions.id, hashSecret(sessionId)));
      return cookieOf(id);
    },
    async close(place, sessionId) {
      await on(place).invalidateSession(sessionId);
      return lucia.createBlankSessionCookie().serialize();
    },
    async find(cookieHeader) {
      // Not by the library, which decodes every cookie of the browser and throws over one that somebody else left.
      const id = ownCookie.exec(cookieHeader)?.[1];
      if (id === undefined) return undefined;
      const { session } = await lucia.validateSession(id);
      if (session === null) return undefined;
      const { createdAt, lastSeenAt, awaitsSecondFactor, secondFactorAt } = session;
      const method = session.method as SignInMethod;
      const age = now().getTime() - createdAt.getTime();
      if ((awaitsSecondFactor && age > pendingMs) || (method === "sso" && age > ssoMs)) {
        await lucia.invalidateSession(id);
        return undefined;
      }
      if (now().getTime() - lastSeenAt.getTime() > seenEveryMs) {
        await db
          .update(sessions)
          .set({ lastSeenAt: now() })
          .where(eq(sessions.id, hashSecret(id)));
      }
      return {
        sessionId: id,
        userId: session.userId,
        method,
        awaitsSecondFactor,
        createdAt,
        secondFactorAt,
        ...(session.fresh ? { setCookie: cookieOf(id) } : {}),
      };
    },
  };
}

/** All of a person's sessions but the one of that id, where one is named. How many they were. */
export async function deleteSessions(
  tx: Transaction,
  userId: string,
  but: string | undefined,
): Promise<number> {
  const others = but === undefined ? undefined : ne(sessions.id, hashSecret(but));
  const gone = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), others))
    .returning({ handle: sessions.handle });
  return gone.length;
}

export async function deleteExpiredSessions(tx: Transaction, now: Date): Promise<void> {
  await tx.delete(sessions).where(lte(sessions.expiresAt, now));
  await tx
    .delete(sessions)
    .where(
      and(eq(sessions.awaitsSecondFactor, true), lt(sessions.createdAt, new Date(now.getTime() - pendingMs))),
    );
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
