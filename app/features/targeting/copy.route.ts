import { z } from "zod";
import { parse, readJson } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { compareEnvironments } from "./compare-environments.server.ts";
import { copyTargetings } from "./copy-targetings.server.ts";

const asked = z.object({ to: z.string() });

/** What the flag does in this environment otherwise than in another. */
export const loader = pageLoader(async ({ ctx, url, param }) => {
  const { to } = parse(Object.fromEntries(url.searchParams), asked);
  const flag = param("flag");
  const { differences } = await compareEnvironments(ctx, {
    // What would change there if it were made into what it is here.
    ...{ project: param("project"), from: to, to: param("environment"), flag },
  });
  return { to, changes: differences.flatMap(({ changes }) => changes) };
});

const sent = z.object({
  to: z.string(),
  expectedVersion: z.string(),
  comment: z.string().trim().max(1000, "At most 1000 characters."),
});

export const action = pageAction(async ({ ctx, request, param }) => {
  const { to, expectedVersion, comment } = await readJson(request, sent);
  const { revision } = await copyTargetings(ctx, {
    ...{ project: param("project"), environment: param("environment"), to },
    flags: [{ flag: param("flag"), expectedVersion, pointer: "" }],
    comment: comment === "" ? undefined : comment,
  });
  return { to, revision };
});
