import { redirect } from "@remix-run/node";
import { listProjects } from "#app/features/projects/list-projects.server.ts";
import { pageLoader } from "./page.server.ts";

export const loader = pageLoader(async ({ ctx }) => {
  const [first] = await listProjects(ctx);
  throw redirect(first === undefined ? "/projects/new" : `/projects/${first.key}/overview`);
});
