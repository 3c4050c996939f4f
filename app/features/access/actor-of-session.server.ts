import type { Actor } from "#app/platform/context.ts";
import type { Database } from "#db/client.server.ts";
import { findUser, grantsOf } from "./access-store.server.ts";
import type { SessionStore } from "./session-store.server.ts";

/** Who a cookie belongs to, with the roles held at this moment: a demotion counts from the next request on. */
export async function actorOfSession(
  services: { db: Database; sessions: SessionStore },
  cookie: string | null,
): Promise<{ actor: Actor; setCookie?: string }> {
  const session = cookie === null ? undefined : await services.sessions.find(cookie);
  if (session === undefined) return { actor: { kind: "anonymous" } };
  const [user, grants] = await Promise.all([
    findUser(services.db, session.userId),
    grantsOf(services.db, session.userId),
  ]);
  if (user === undefined) return { actor: { kind: "anonymous" } };
  return {
    actor: {
      kind: "user",
      id: user.id,
      name: user.name,
      email: user.email,
      sessionId: session.sessionId,
      grants,
    },
    ...(session.setCookie === undefined ? {} : { setCookie: session.setCookie }),
  };
}
