import { Form } from "@remix-run/react";
import { formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDetails } from "#app/ui/confirm-details.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { SecondFactorNotice } from "./second-factor-notice.tsx";

export interface ProtectionPanelProps {
  readonly environment: { readonly name: string; readonly protected: boolean; readonly version: string };
  /** A second factor was given a short while ago. */
  readonly fresh: boolean;
  readonly here: string;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
}

export function ProtectionPanel({ environment, fresh, here, problem, busy }: ProtectionPanelProps) {
  const message = formMessage(problem, []);
  const version = <input type="hidden" name="version" value={environment.version} />;
  return (
    <Panel title="Protection" bodyClassName="grid gap-3.5">
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      <p className="max-w-[62ch] text-sm text-ink-2">
        {environment.protected
          ? "What is served here changes by a kill alone: edits, copies and archiving are refused. New flags come in as if they were not there."
          : "Anybody with the right to change targeting here changes what is served at once. Protect it where a mistake reaches customers."}
      </p>
      {!environment.protected && (
        <Form method="post">
          {version}
          <Button type="submit" name="do" value="protect" busy={busy}>
            Protect {environment.name}
          </Button>
        </Form>
      )}
      {environment.protected && !fresh && (
        <SecondFactorNotice here={here}>
          Taking the protection away asks for your second factor first.
        </SecondFactorNotice>
      )}
      {environment.protected && fresh && (
        <ConfirmDetails
          label="Take the protection away"
          consequence="From then on every change to a flag's targeting here is served at once."
        >
          <Form method="post">
            {version}
            <Button type="submit" name="do" value="unprotect" tone="danger-solid" busy={busy}>
              Take it away
            </Button>
          </Form>
        </ConfirmDetails>
      )}
    </Panel>
  );
}
