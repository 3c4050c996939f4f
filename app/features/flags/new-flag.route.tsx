import { redirect, type MetaFunction } from "@remix-run/node";
import { useActionData, useNavigation } from "@remix-run/react";
import { useProject } from "#app/pages/project-context.tsx";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { formFields, parse, formOf } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction } from "#app/pages/page.server.ts";
import { Notice } from "#app/ui/notice.tsx";
import { createFlag } from "./create-flag.server.ts";
import { flagForm, variantRows } from "./flag-form.ts";
import { NewFlagForm } from "./new-flag-form.tsx";

export const meta: MetaFunction = () => [{ title: "New flag · Guidon" }];
export const handle: CrumbHandle = {
  crumbs: ({ params }) => [
    { label: "Flags", to: `/projects/${params["project"] ?? ""}/flags` },
    { label: "New flag" },
  ],
};

export const action = pageAction(async ({ ctx, request, param }) => {
  const form = await formOf(request);
  const texts = (name: string) => form.getAll(name).filter((value) => typeof value === "string");
  const variants = variantRows(texts("variantKey"), texts("variantValue"));
  const flag = parse({ ...formFields(form), variants }, flagForm);
  const project = param("project");
  await createFlag(ctx, { project, ...flag });
  throw redirect(`/projects/${project}/flags/${flag.key}`);
});

export default function NewFlag() {
  const { project, may, refusal } = useProject();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="grid max-w-230 gap-5">
      <PageHeader title="New flag" note="It comes to every environment at once, switched off." />
      {may("flag.write") ? (
        <NewFlagForm
          back={`/projects/${project.key}/flags`}
          typed={answer?.typed ?? {}}
          problem={answer?.problem}
          busy={busy}
        />
      ) : (
        <Notice tone="locked">{refusal("create flags")}</Notice>
      )}
    </div>
  );
}
