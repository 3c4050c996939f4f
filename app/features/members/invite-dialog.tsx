import { useFetcher } from "@remix-run/react";
import type { Role } from "#app/platform/context.ts";
import { roleWords } from "#app/features/access/role-words.ts";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { ChoiceCards } from "#app/ui/choice-cards.tsx";
import { Time } from "#app/ui/clock.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";

export interface InviteDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The roles that the inviter may give. */
  readonly roles: readonly Role[];
}

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?: { readonly link: string; readonly email: string; readonly expiresAt: Date } | undefined;
}

/** Asks whom and as what; then shows the link, this once. */
export function InviteDialog({ open, onOpenChange, roles }: InviteDialogProps) {
  const invite = useFetcher<Answer>();
  const problem = invite.data?.problem;
  const done = invite.data?.done;
  const message = formMessage(problem, ["/email", "/role"]);
  if (done !== undefined) {
    return (
      <Dialog
        open={open}
        onOpenChange={onOpenChange}
        title="Send this link"
        description={`It lets ${done.email} join, once, and goes to them by mail where a mail server is set. It is shown only now.`}
        footer={
          <Button tone="primary" onClick={() => onOpenChange(false)}>
            Done
          </Button>
        }
      >
        <CodeBlock title="Invitation" code={done.link} />
        <p className="mt-2 text-xs text-ink-3">
          It ends <Time at={done.expiresAt} />.
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Invite somebody"
      description="They choose their own password by a one-time link."
      footer={
        <>
          <Button tone="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" form="invite" tone="primary" busy={invite.state !== "idle"}>
            Make the link
          </Button>
        </>
      }
    >
      <invite.Form id="invite" method="post" className="grid gap-4">
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <Field label="E-mail" error={fieldMessage(problem, "/email")}>
          <Input name="email" type="email" required autoFocus placeholder="sam@example.com" />
        </Field>
        <ChoiceCards
          legend="Role"
          name="role"
          columns={2}
          defaultValue="developer"
          error={fieldMessage(problem, "/role")}
          choices={roles.map((role) => ({
            value: role,
            label: roleWords[role].name,
            hint: roleWords[role].hint,
          }))}
        />
      </invite.Form>
    </Dialog>
  );
}
