import type { Actor, Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

export type Person = Extract<Actor, { kind: "user" }>;

/** For what belongs to somebody's own account. */
export function requirePerson(ctx: Context): Person {
  if (ctx.actor.kind === "user") return ctx.actor;
  if (ctx.actor.kind === "anonymous") throw new Problem("sign_in_required");
  throw new Problem("not_permitted", { detail: "Only a signed-in person has an account." });
}
