import type { Actor } from "#app/platform/context.ts";
import type { Database } from "#db/client.server.ts";
import { findUser } from "./access-store.server.ts";
import { grantsOf } from "./grants-of.server.ts";
import type { SessionStore } from "./session-store.server.ts";

/** Who a cookie belongs to, with the roles held at this moment: a demotion counts from the next request on. */
export async function actorOfSession(
  services: { db: Database; sessions: SessionStore },
  cookie: string | null,
): Promise<{ actor: Actor; setCookie?: string }> {
  const session = cookie === null ? undefined : await services.sessions.find(cookie);
  if (session === undefined) return { actor: { kind: "anonymous" } };
  const { sessionId, userId, method, createdAt, secondFactorAt, setCookie } = session;
  if (session.awaitsSecondFactor) {
    return { actor: { kind: "anonymous", awaiting: { sessionId, userId, method } } };
  }
  const [user, grants] = await Promise.all([findUser(services.db, userId), grantsOf(services.db, userId)]);
  if (user === undefined) return { actor: { kind: "anonymous" } };
  const { id, name, email } = user;
  return {
    actor: {
      ...{ kind: "user", id, name, email, sessionId, signedInAt: createdAt, grants },
      ...(secondFactorAt === null ? {} : { secondFactorAt }),
    },
    ...(setCookie === undefined ? {} : { setCookie }),
  };
}
