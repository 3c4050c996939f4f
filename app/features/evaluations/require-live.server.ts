import { authorise } from "#app/features/access/authorise.server.ts";
import { liveEnvironment } from "#app/features/publishing/live-environment.server.ts";
import type { Context, LiveEnvironment } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

/**
 * The environment that the acting key belongs to, as it is served now. Server and client keys are made for evaluating;
 * a management key may where its role, and its owner's, lets it look.
 */
export function requireLive(ctx: Context): LiveEnvironment {
  const { actor } = ctx;
  if (actor.kind !== "key") throw new Problem("sign_in_required", { detail: "Evaluation takes a key." });
  if (actor.environmentId === null) {
    throw new Problem("not_permitted", {
      detail: "This key acts in all environments. Evaluate with a key of one environment.",
    });
  }
  if (actor.keyKind === "management") {
    authorise(ctx, "evaluation.explain", { projectId: actor.projectId, environmentId: actor.environmentId });
  }
  return liveEnvironment(ctx, actor.environmentId);
}
