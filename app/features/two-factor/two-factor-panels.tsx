import { Form, Link } from "@remix-run/react";
import { ShieldCheck } from "lucide-react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Time } from "#app/ui/clock.tsx";
import { ConfirmDetails } from "#app/ui/confirm-details.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";

interface Shared {
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
}

export function TwoFactorOff() {
  return (
    <Panel>
      <EmptyState
        icon={<ShieldCheck aria-hidden />}
        title="Two-factor is off"
        action={
          <Button asChild tone="primary">
            <Link to="?set-up">Set it up</Link>
          </Button>
        }
      >
        With it, signing in takes a code from an app on your phone besides the password. Whoever learns your
        password cannot come in. A few dangerous things, such as changing single sign-on, are open only to
        people who have it.
      </EmptyState>
    </Panel>
  );
}

export interface SetUpTwoFactorProps extends Shared {
  readonly secret: string;
  /** An address for an image. */
  readonly qr: string;
  readonly asksForPassword: boolean;
}

export function SetUpTwoFactor({ secret, qr, asksForPassword, problem, busy }: SetUpTwoFactorProps) {
  const message = formMessage(problem, ["/code", "/password"]);
  return (
    <Panel title="Set up two-factor">
      <div className="grid gap-6 sm:grid-cols-[auto_minmax(0,1fr)]">
        <img
          src={qr}
          alt="QR code for your authenticator app"
          className="size-44 rounded-md border border-line bg-white"
        />
        <Form method="post" className="grid max-w-90 content-start gap-4">
          {message !== undefined && <Notice tone="error">{message}</Notice>}
          <input type="hidden" name="do" value="confirm" />
          <p className="text-sm text-ink-2">
            Scan the picture with an authenticator app, or type this key into it, and give the code that it
            then shows.
          </p>
          <CodeBlock code={secret.replaceAll(/(.{4})(?=.)/g, "$1 ")} />
          <Field label="Code" error={fieldMessage(problem, "/code")}>
            <Input
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              required
              maxLength={7}
              autoFocus
            />
          </Field>
          {asksForPassword && (
            <Field
              label="Your password"
              error={fieldMessage(problem, "/password")}
              hint="So that nobody can do this in a session that you left open."
            >
              <Input name="password" type="password" autoComplete="current-password" required />
            </Field>
          )}
          <div className="flex gap-2">
            <Button type="submit" tone="primary" busy={busy}>
              Turn two-factor on
            </Button>
            <Button asChild tone="ghost">
              <Link to="/account/two-factor">Cancel</Link>
            </Button>
          </div>
        </Form>
      </div>
    </Panel>
  );
}

/** Shown once, after they were made. */
export function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <Panel title="Your recovery codes">
      <div className="grid max-w-120 gap-4">
        <Notice tone="warn" title="Keep them now: they are shown only this once.">
          Each stands in for the app, once, when you have lost your phone. A password manager is a good place,
          or paper.
        </Notice>
        <CodeBlock title={`${codes.length} codes`} code={codes.join("\n")} />
        <Button asChild tone="primary" className="justify-self-start">
          <Link to="/account/two-factor" reloadDocument>
            I have them
          </Link>
        </Button>
      </div>
    </Panel>
  );
}

export interface TwoFactorOnProps extends Shared {
  readonly since: Date;
  readonly recoveryCodesLeft: number;
  /** Whether the second factor was given a short while ago. */
  readonly fresh: boolean;
}

export function TwoFactorOn({ since, recoveryCodesLeft, fresh, problem, busy }: TwoFactorOnProps) {
  const message = formMessage(problem, []);
  return (
    <Panel
      title="Two-factor is on"
      note={
        <>
          since <Time at={since} />
        </>
      }
    >
      <div className="grid max-w-140 gap-4">
        {message !== undefined && <Notice tone="error">{message}</Notice>}
        <p className={recoveryCodesLeft < 3 ? "text-warn-ink" : "text-ink-2"}>
          {recoveryCodesLeft} recovery {recoveryCodesLeft === 1 ? "code is" : "codes are"} left.
        </p>
        {fresh ? (
          <Form method="post" className="flex flex-wrap gap-2">
            <Button type="submit" name="do" value="renew-codes" busy={busy}>
              Make new recovery codes
            </Button>
            <ConfirmDetails
              label="Turn two-factor off"
              consequence="Your password alone then opens your account, and your recovery codes are gone."
            >
              <Button type="submit" name="do" value="remove" tone="danger-solid" size="sm" busy={busy}>
                Turn it off
              </Button>
            </ConfirmDetails>
          </Form>
        ) : (
          <Notice
            tone="locked"
            action={
              <Button asChild size="sm">
                <Link to="/second-factor?to=/account/two-factor">Give a code</Link>
              </Button>
            }
          >
            To make new recovery codes, or to turn two-factor off, give a code first.
          </Notice>
        )}
      </div>
    </Panel>
  );
}
