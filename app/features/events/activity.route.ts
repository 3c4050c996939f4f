import { pageLoader } from "#app/pages/page.server.ts";
import { readActivity } from "./read-activity.server.ts";

const mostFlags = 200;

/** What the list of flags asks for once it is there: counting may take longer than the list itself. */
export const loader = pageLoader(async ({ ctx, url, param }) => {
  const flags = url.searchParams.getAll("flag").slice(0, mostFlags);
  return { activity: await readActivity(ctx, { project: param("project"), flags }) };
});
