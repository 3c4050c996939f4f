import type { Context } from "#app/platform/context.ts";
import type { TestApplication } from "./application.fixture.ts";
import { actorOfSession } from "./features/access/actor-of-session.server.ts";

/** The context of whoever has that cookie (as it was set), as a request with it would have it. */
export async function contextOf(application: TestApplication, setCookie: string): Promise<Context> {
  const { system, sessions } = application;
  const cookie = setCookie.split(";")[0] ?? "";
  const { actor } = await actorOfSession({ db: system.db, sessions }, cookie);
  return { ...system, actor };
}

/** The context of a browser that nobody has signed in with. */
export function outside({ system }: TestApplication): Context {
  return { ...system, actor: { kind: "anonymous" } };
}
