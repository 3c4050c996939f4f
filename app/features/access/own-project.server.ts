import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { findProjectById } from "./place-store.server.ts";

/** The key of the project that the acting API key belongs to: what the short paths leave out. */
export async function ownProject(ctx: Context): Promise<string> {
  if (ctx.actor.kind !== "key")
    throw new Problem("not_permitted", { detail: "The short paths are for keys." });
  const project = await findProjectById(ctx.db, ctx.actor.projectId);
  if (project === undefined) throw new Problem("not_found", { detail: "The key's project is gone." });
  return project.key;
}
