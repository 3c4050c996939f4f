import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

/** Minutes. */
export const secondFactorLife = 15;

export function hasFreshSecondFactor(ctx: Context): boolean {
  if (ctx.actor.kind !== "user" || ctx.actor.secondFactorAt === undefined) return false;
  return ctx.now().getTime() - ctx.actor.secondFactorAt.getTime() <= secondFactorLife * 60_000;
}

/**
 * For the dangerous few: only somebody who has given a second factor a short while ago goes on. A session that was
 * left open, or taken, is not enough, and a key never is.
 */
export function requireFreshSecondFactor(ctx: Context): void {
  const { actor } = ctx;
  if (actor.kind === "system") return;
  if (actor.kind === "anonymous") throw new Problem("sign_in_required");
  if (actor.kind === "key" || actor.kind === "token") {
    throw new Problem("not_permitted", { detail: "Only a signed-in person with two-factor can do this." });
  }
  if (hasFreshSecondFactor(ctx)) return;
  throw new Problem("second_factor_required", {
    detail: `This asks for a second factor given within the last ${secondFactorLife} minutes.`,
  });
}
