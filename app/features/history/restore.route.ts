import { z } from "zod";
import { readJson } from "#app/pages/form.server.ts";
import { pageAction } from "#app/pages/page.server.ts";
import { restore } from "./restore.server.ts";

const sent = z.object({
  only: z.object({ kind: z.enum(["flag", "segment"]), key: z.string() }).optional(),
  revision: z.int().min(0),
  expectedVersion: z.string(),
  definitions: z.boolean(),
  dryRun: z.boolean(),
  comment: z.string().trim().max(1000, "At most 1000 characters.").optional(),
});

/** Restores a flag, a segment or a whole environment, or says what that would do. */
export const action = pageAction(async ({ ctx, request, param }) => {
  const { comment, only, ...asked } = await readJson(request, sent);
  return restore(ctx, {
    ...{ project: param("project"), environment: param("environment"), ...asked },
    ...(only === undefined ? {} : { [only.kind]: only.key }),
    comment: comment === "" ? undefined : comment,
  });
});
