import { pageLoader } from "#app/pages/page.server.ts";
import { readSurroundings } from "./read-surroundings.server.ts";

/** For an editor whose draft names documents that the page did not come with. */
export const loader = pageLoader(({ ctx, url, param }) =>
  readSurroundings(ctx, {
    project: param("project"),
    environment: param("environment"),
    flags: url.searchParams.getAll("flag"),
    segments: url.searchParams.getAll("segment"),
  }),
);
