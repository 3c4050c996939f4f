import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";

export interface DeletePanelProps {
  readonly what: "environment" | "project";
  /** The key that is to be written. */
  readonly confirm: string;
  readonly typed: string | undefined;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
  /** Why it cannot be deleted now. */
  readonly locked: ReactNode | undefined;
  /** What follows. */
  readonly children: ReactNode;
}

/** The end of something, confirmed by writing its key. Works without scripts. */
export function DeletePanel(props: DeletePanelProps) {
  const { what, confirm, typed, problem, busy, locked, children } = props;
  const message = formMessage(problem, ["/confirm"]);
  return (
    <Panel title={`Delete this ${what}`} className="border-kill/35" bodyClassName="grid gap-3.5">
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      <p className="max-w-[62ch] text-sm text-ink-2">{children}</p>
      {typeof locked === "string" && <Notice tone="locked">{locked}</Notice>}
      {typeof locked === "object" && locked}
      {locked === undefined && (
        <Form method="post" className="flex flex-wrap items-end gap-3">
          <Field
            label={
              <>
                Write <span className="font-mono text-xs">{confirm}</span> to confirm
              </>
            }
            error={fieldMessage(problem, "/confirm")}
            className="min-w-56 flex-1 sm:max-w-80"
          >
            <Input
              name="confirm"
              mono
              required
              autoComplete="off"
              spellCheck={false}
              autoCapitalize="off"
              defaultValue={typed}
            />
          </Field>
          <Button type="submit" name="do" value="delete" tone="danger-solid" busy={busy} className="h-9">
            Delete
          </Button>
        </Form>
      )}
    </Panel>
  );
}
