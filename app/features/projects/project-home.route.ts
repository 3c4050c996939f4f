import { redirect } from "@remix-run/node";
import { pageLoader } from "#app/pages/page.server.ts";

export const loader = pageLoader(({ param }) =>
  Promise.reject(redirect(`/projects/${param("project")}/overview`)),
);
