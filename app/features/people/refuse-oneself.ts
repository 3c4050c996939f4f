import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

/** For what is only done to others. */
export function refuseOneself(ctx: Context, person: string, instead: string): void {
  if (ctx.actor.kind === "user" && ctx.actor.id === person)
    throw new Problem("not_permitted", { detail: `This is for other people. ${instead}` });
}
