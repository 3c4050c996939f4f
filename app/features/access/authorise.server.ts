import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { can, type Resource } from "./can.ts";
import type { Permission } from "#app/platform/permission.ts";

/** Throws unless the actor may. Called first in every use case. */
export function authorise(ctx: Context, permission: Permission, resource: Resource): void {
  if (can(ctx.actor, permission, resource)) return;
  if (ctx.actor.kind === "anonymous") throw new Problem("sign_in_required");
  throw new Problem("not_permitted", {
    detail: `This needs the permission ${permission}, which you do not hold here.`,
  });
}
