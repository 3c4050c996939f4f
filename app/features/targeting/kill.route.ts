import { z } from "zod";
import { readPropagation } from "#app/features/propagation/read-propagation.server.ts";
import { parse, readJson } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { killFlag } from "./kill-flag.server.ts";
import { liftKill } from "./lift-kill.server.ts";

/** How far the kill, or its undo, has come. */
export const loader = pageLoader(({ ctx, url, param }) => {
  const { revision } = parse(Object.fromEntries(url.searchParams), asked);
  return readPropagation(ctx, { project: param("project"), environment: param("environment"), revision });
});

const asked = z.object({ revision: z.coerce.number().int().min(1).optional() });

const sent = z.object({
  kill: z.boolean(),
  variant: z.string().nullable().optional(),
  comment: z.string().trim().max(1000, "At most 1000 characters."),
});

export const action = pageAction(async ({ ctx, request, param }) => {
  const { kill, variant, comment } = await readJson(request, sent);
  const place = {
    project: param("project"),
    environment: param("environment"),
    flag: param("flag"),
    comment,
  };
  return kill ? killFlag(ctx, { ...place, variant }) : liftKill(ctx, place);
});
