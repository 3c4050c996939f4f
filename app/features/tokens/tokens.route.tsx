import type { MetaFunction } from "@remix-run/node";
import { Form, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { fieldMessage, formMessage } from "#app/pages/problem-view.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Button } from "#app/ui/button.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Select } from "#app/ui/select.tsx";
import { createToken } from "./create-token.server.ts";
import { deleteToken } from "./delete-token.server.ts";
import { listTokens } from "./list-tokens.server.ts";
import { TokensPanel } from "./tokens-panel.tsx";

export const meta: MetaFunction = () => [{ title: "Tokens · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Tokens" }] };

export const loader = pageLoader(async ({ ctx }) => ({ tokens: await listTokens(ctx) }));

const dayMs = 24 * 3_600_000;
const form = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("create"),
    name: z.string().trim().min(1, "Give a name.").max(100, "At most 100 characters."),
    days: z.enum(["30", "90", "365"]),
  }),
  z.object({ do: z.literal("delete"), token: z.uuid() }),
]);

export const action = pageAction(async ({ ctx, request }) => {
  const asked = await readForm(request, form);
  if (asked.do === "delete") {
    await deleteToken(ctx, { token: asked.token });
    return { token: undefined };
  }
  const expiresAt = new Date(ctx.now().getTime() + Number(asked.days) * dayMs);
  const { token } = await createToken(ctx, { name: asked.name, expiresAt });
  return { token };
});

export default function Tokens() {
  const { tokens } = useLoaded<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const problem = answer?.problem;
  const message = formMessage(problem, ["/name"]);
  const token = answer?.done?.token;
  return (
    <div className="grid gap-4">
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      {token !== undefined && (
        <Panel title="Copy the token now" note="Only its digest is kept: it cannot be shown again.">
          <CodeBlock title="Token" code={token} />
        </Panel>
      )}
      <Panel title="New token" note="Your own programs act by it as you do, at that moment and never beyond.">
        <Form method="post" className="flex flex-wrap items-end gap-3" key={tokens.length}>
          <Field label="Name" error={fieldMessage(problem, "/name")} className="min-w-52 flex-1 sm:max-w-90">
            <Input
              name="name"
              required
              maxLength={100}
              placeholder="release script"
              defaultValue={answer?.typed["name"]}
            />
          </Field>
          <Field label="Ends after" className="w-40">
            <Select name="days" defaultValue="90">
              <option value="30">30 days</option>
              <option value="90">90 days</option>
              <option value="365">a year</option>
            </Select>
          </Field>
          <Button type="submit" name="do" value="create" tone="primary" busy={busy} className="h-9">
            Make a token
          </Button>
        </Form>
      </Panel>
      <TokensPanel tokens={tokens} />
    </div>
  );
}
