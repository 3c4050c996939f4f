import { redirect } from "@remix-run/node";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { pageLoader } from "#app/pages/page.server.ts";
import { Problem } from "#app/platform/problem.ts";

/** Segments open where they matter most. */
export const loader = pageLoader(async ({ ctx, param }) => {
  const project = param("project");
  const [first] = await listEnvironments(ctx, { project });
  if (first === undefined) throw new Problem("not_found");
  throw redirect(`/projects/${project}/segments/${first.key}`);
});
