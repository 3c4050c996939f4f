import { sqlState } from "#db/client.server.ts";
import { authorise } from "#app/features/access/authorise.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import { announce } from "#app/features/publishing/announce.server.ts";
import { refuseUnaddressable } from "#app/platform/addressable.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { insertProject } from "./project-store.server.ts";
import { viewProject, type ProjectView } from "./project-view.server.ts";

export interface CreateProjectInput {
  readonly key: string;
  readonly name: string;
}

const firstEnvironments = [
  { key: "production", name: "Production" },
  { key: "staging", name: "Staging" },
  { key: "development", name: "Development" },
];

/** A project comes with the three environments that most teams begin with. */
export async function createProject(
  ctx: Context,
  input: CreateProjectInput,
): Promise<ProjectView & { id: string }> {
  authorise(ctx, "project.create", { projectId: null });
  refuseUnaddressable(input.key);
  const id = ctx.newId();
  const createdAt = ctx.now();
  const environments = firstEnvironments.map((environment, position) => ({
    ...environment,
    id: ctx.newId(),
    projectId: id,
    position,
    createdAt,
  }));
  try {
    await ctx.db.transaction(async (tx) => {
      await insertProject(tx, { id, key: input.key, name: input.name, createdAt }, environments);
      await appendAudit(tx, ctx, {
        action: "project.created",
        projectId: id,
        subject: { kind: "project", key: input.key },
        summary: `Created the project ${input.name}`,
      });
    });
  } catch (error) {
    if (sqlState(error) === "23505") {
      throw new Problem("already_exists", {
        detail: `There is a project "${input.key}" already.`,
        fields: [{ pointer: "/key", message: "This key is taken." }],
      });
    }
    throw error;
  }
  // Its keys evaluate at once, though nothing has been published yet.
  await announce(ctx, new Map(environments.map((environment) => [environment.id, 0])));
  return { id, ...viewProject(input) };
}
