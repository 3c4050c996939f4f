import { redirect } from "@remix-run/node";
import { z } from "zod";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction } from "#app/pages/page.server.ts";
import { deleteFlag } from "./delete-flag.server.ts";

const form = z.object({ confirm: z.string(), expectedVersion: z.string() });

export const action = pageAction(async ({ ctx, request, param }) => {
  const project = param("project");
  await deleteFlag(ctx, { project, flag: param("flag"), ...(await readForm(request, form)) });
  throw redirect(`/projects/${project}/flags`);
});
