import { redirect } from "@remix-run/node";
import { z } from "zod";
import { keySchema } from "#app/features/projects/key.ts";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction } from "#app/pages/page.server.ts";
import { duplicateFlag } from "./duplicate-flag.server.ts";

const form = z.object({
  key: keySchema,
  name: z.string().trim().min(1, "Give a name.").max(200, "At most 200 characters."),
  sameDraws: z.literal("true").optional(),
});

export const action = pageAction(async ({ ctx, request, param }) => {
  const project = param("project");
  const { sameDraws, ...copy } = await readForm(request, form);
  const { key } = await duplicateFlag(ctx, {
    ...{ project, flag: param("flag"), sameDraws: sameDraws === "true" },
    ...copy,
  });
  throw redirect(`/projects/${project}/flags/${key}`);
});
