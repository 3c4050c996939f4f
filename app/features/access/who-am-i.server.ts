import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { findEnvironmentById, findProjectById } from "./place-store.server.ts";

export interface Whoami {
  readonly kind: "user" | "token" | "server" | "client" | "management";
  readonly id: string;
  readonly name: string;
  /** Of a key: the keys of its project and environment. */
  readonly project: string | null;
  readonly environment: string | null;
}

export async function whoAmI(ctx: Context): Promise<Whoami> {
  const { actor } = ctx;
  if (actor.kind === "user" || actor.kind === "token") {
    return { kind: actor.kind, id: actor.id, name: actor.name, project: null, environment: null };
  }
  if (actor.kind !== "key") throw new Problem("sign_in_required");
  const project = await findProjectById(ctx.db, actor.projectId);
  const environment =
    actor.environmentId === null ? undefined : await findEnvironmentById(ctx.db, actor.environmentId);
  return {
    kind: actor.keyKind,
    id: actor.id,
    name: actor.name,
    project: project?.key ?? null,
    environment: environment?.key ?? null,
  };
}
