import { pageLoader } from "#app/pages/page.server.ts";
import { searchProject } from "./search-project.server.ts";

/** What the palette finds. Without letters, nothing. */
export const loader = pageLoader(async ({ ctx, url, param }) => {
  const text = (url.searchParams.get("text") ?? "").trim().slice(0, 200);
  const hits = text === "" ? [] : await searchProject(ctx, { project: param("project"), text });
  return { text, hits };
});
