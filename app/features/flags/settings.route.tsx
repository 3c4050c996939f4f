import type { MetaFunction } from "@remix-run/node";
import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useToast } from "#app/ui/toast.tsx";
import { changeFlag } from "./change-flag.server.ts";
import { useFlag } from "./flag-context.tsx";
import { useFlagLocked } from "./use-flag-locked.tsx";
import { FlagEnd } from "./flag-end.tsx";
import { settingsForm } from "./settings-schema.ts";
import { listDependents } from "./list-dependents.server.ts";
import { SettingsForm } from "./settings-form.tsx";

export const meta: MetaFunction = ({ params }) => [{ title: `Settings of ${params["flag"] ?? ""} · Guidon` }];

export const loader = pageLoader(async ({ ctx, param }) => ({
  dependents: await listDependents(ctx, { project: param("project"), flag: param("flag") }),
}));

export const action = pageAction(async ({ ctx, request, param }) => {
  const change = await readForm(request, settingsForm);
  const { version } = await changeFlag(ctx, { project: param("project"), flag: param("flag"), ...change });
  return { version };
});

export default function FlagSettingsRoute() {
  const { dependents } = useLoaded<typeof loader>();
  const flag = useFlag();
  const { project, may } = useProject();
  const saving = useFetcher<typeof action>();
  const { problem, done } = saving.data ?? {};
  const toast = useToast();
  useEffect(() => {
    if (done !== undefined) toast({ title: "Saved", detail: "The settings hold in every environment." });
  }, [done, toast]);
  const locked = useFlagLocked();
  return (
    <div className="grid max-w-230 gap-5">
      {locked !== undefined && <Notice tone="locked">{locked}</Notice>}
      <SettingsForm
        key={flag.key}
        flag={flag}
        form={saving.Form}
        problem={problem}
        saved={done?.version}
        busy={saving.state !== "idle"}
        locked={locked !== undefined}
      />
      {may("flag.write") && (
        <FlagEnd flag={flag} dependents={dependents} base={`/projects/${project.key}/flags`} />
      )}
    </div>
  );
}
