import type { MetaFunction } from "@remix-run/node";
import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { readJson } from "#app/pages/form.server.ts";
import { pageAction } from "#app/pages/page.server.ts";
import { useProject } from "#app/pages/project-context.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { useToast } from "#app/ui/toast.tsx";
import { changeFlag } from "./change-flag.server.ts";
import { useFlag } from "./flag-context.tsx";
import { useFlagLocked } from "./use-flag-locked.tsx";
import { variantsForm } from "./variants-form.ts";
import { VariantsPanel } from "./variants-panel.tsx";

export const meta: MetaFunction = ({ params }) => [{ title: `Variants of ${params["flag"] ?? ""} · Guidon` }];

export const action = pageAction(async ({ ctx, request, param }) => {
  const change = await readJson(request, variantsForm);
  const { version } = await changeFlag(ctx, { project: param("project"), flag: param("flag"), ...change });
  return { version };
});

export default function VariantsRoute() {
  const flag = useFlag();
  const { environments } = useProject();
  const saving = useFetcher<typeof action>();
  const { problem, done } = saving.data ?? {};
  const toast = useToast();
  useEffect(() => {
    if (done !== undefined)
      toast({ title: "Saved", detail: "The variants are the same in every environment." });
  }, [done, toast]);
  const locked = useFlagLocked();
  return (
    <div className="grid max-w-230 gap-5">
      {locked !== undefined && <Notice tone="locked">{locked}</Notice>}
      <VariantsPanel
        key={flag.key}
        flag={flag}
        environments={environments.map(({ name }) => name)}
        problem={problem}
        saved={done?.version}
        busy={saving.state !== "idle"}
        locked={locked !== undefined}
        onSave={(change) => {
          saving.submit(JSON.stringify(change), { method: "post", encType: "application/json" });
        }}
      />
    </div>
  );
}
