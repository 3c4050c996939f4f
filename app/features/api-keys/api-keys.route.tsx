import type { MetaFunction } from "@remix-run/node";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { roles } from "#app/features/access/roles.ts";
import { useProject } from "#app/pages/project-context.tsx";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { PageHeader } from "#app/pages/page-header.tsx";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { mayGive } from "#app/pages/signed-in.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { keyKinds } from "./api-key.ts";
import { createApiKey } from "./create-api-key.server.ts";
import { findExampleFlags } from "./find-example-flags.server.ts";
import { endOf, keyState } from "./key-words.ts";
import { KeysTable, type ShownKey } from "./keys-table.tsx";
import { listApiKeys } from "./list-api-keys.server.ts";
import { SdkCode } from "./sdk-code.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { revokeApiKey } from "./revoke-api-key.server.ts";

export const meta: MetaFunction = () => [{ title: "API keys · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "API keys" }] };

export const loader = pageLoader(async ({ ctx, param, origin }) => {
  const project = param("project");
  const [keys, flags] = await Promise.all([
    listApiKeys(ctx, { project }),
    findExampleFlags(ctx, { project }),
  ]);
  const now = ctx.now().getTime();
  return { origin, flags, keys: keys.map((key) => ({ ...key, state: keyState(key, now) })) };
});

const form = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("create"),
    name: z.string().trim().min(1, "Give a name.").max(100, "At most 100 characters."),
    kind: z.enum(keyKinds),
    environment: z
      .string()
      .optional()
      .transform((key) => (key === "" ? undefined : key)),
    role: z.string().optional(),
    lifetime: z.enum(["30", "90", "365", "never"]),
  }),
  z.object({ do: z.literal("revoke"), id: z.uuid() }),
]);

export const action = pageAction(async ({ ctx, request, param }) => {
  const asked = await readForm(request, form);
  const project = param("project");
  if (asked.do === "revoke") {
    await revokeApiKey(ctx, { project, id: asked.id });
    return {};
  }
  const { lifetime, do: _, ...input } = asked;
  const { key, kind } = await createApiKey(ctx, { project, ...input, expiresAt: endOf(lifetime, ctx.now()) });
  return { key, kind };
});

/** What stands for a key that nobody can show any more. */
const placeholder = "gdn_srv_…";

export default function ApiKeys() {
  const { keys, flags, origin } = useLoaded<typeof loader>();
  const { project, environments, person, may } = useProject();
  const [dialog, setDialog] = useState({ open: false, round: 0 });
  const [revoking, setRevoking] = useState<ShownKey>();
  const mayWrite = may("key.write");
  const add = (
    <Button tone="primary" onClick={() => setDialog(({ round }) => ({ open: true, round: round + 1 }))}>
      <Plus aria-hidden />
      New key
    </Button>
  );
  return (
    <div className="grid gap-4">
      <PageHeader
        title="API keys"
        note="What programs show to read flags, to evaluate them and to change them."
        actions={mayWrite && keys.length > 0 && add}
      />
      <Panel flush>
        {keys.length > 0 ? (
          <KeysTable keys={keys} mayRevoke={mayWrite} onRevoke={setRevoking} />
        ) : (
          <EmptyState icon={<KeyRound aria-hidden />} title="No keys yet" action={mayWrite && add}>
            A server key lets your code ask for flags. Each belongs to one environment, so that staging never
            reads production.
          </EmptyState>
        )}
      </Panel>
      {keys.length > 0 && (
        <Panel title="Ask for a flag" note="with a server key" bodyClassName="grid gap-3">
          <p className="text-sm text-ink-2">
            Your key takes the place of <code>{placeholder}</code>. Right after it is made, it stands there
            already.
          </p>
          <SdkCode origin={origin} secret={placeholder} flag={flags.server} />
        </Panel>
      )}
      <NewKeyDialog
        // Each key begins with an empty form, and the one before is not shown again.
        key={dialog.round}
        open={dialog.open}
        onOpenChange={(open) => setDialog(({ round }) => ({ open, round }))}
        project={project.key}
        origin={origin}
        flags={flags}
        environments={environments}
        roles={roles.filter((role) => mayGive(person, role, project.id))}
      />
      {revoking !== undefined && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />}
    </div>
  );
}
