import { z } from "zod";
import { listNames } from "#app/features/publishing/lists.ts";
import { parse } from "#app/pages/form.server.ts";
import { pageLoader } from "#app/pages/page.server.ts";
import { parseJson } from "#app/platform/parse-json.ts";
import { findKeys } from "./find-keys.server.ts";

/** Each a segment, its list, a revision of that, and a key. */
const asked = z
  .array(z.tuple([z.string(), z.enum(listNames), z.int().min(1), z.string()]))
  .max(200, "Ask for at most 200 keys at once.");

/** For “Why?”, which evaluates in the browser: lists of a hundred thousand keys stay here, and one answer goes. */
export const loader = pageLoader(async ({ ctx, url, param }) => {
  const sent = url.searchParams.getAll("asked").map((text) => {
    const read = parseJson(text);
    return "value" in read ? read.value : undefined;
  });
  return findKeys(ctx, {
    ...{ project: param("project"), environment: param("environment") },
    asked: parse(sent, asked).map(([segment, list, revision, key]) => ({ segment, list, revision, key })),
  });
});
