import { Form, Link } from "@remix-run/react";
import { SdkCode } from "#app/features/api-keys/sdk-code.tsx";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Select } from "#app/ui/select.tsx";
import { Step } from "./step.tsx";

export interface FirstFlagOf {
  readonly key: string;
  readonly name: string;
}

interface Shared {
  readonly flag: FirstFlagOf | null;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
}

export function FlagStep({ flag, mayWrite, problem, busy }: Shared & { readonly mayWrite: boolean }) {
  const message = flag === null ? formMessage(problem, ["/name"]) : undefined;
  return (
    <Step number={1} title="Create a flag" done={flag !== null}>
      {flag !== null ? (
        <p className="text-ink-2">
          <Link
            to={`../flags/${flag.key}`}
            relative="path"
            className="font-[550] text-accent underline underline-offset-3"
          >
            {flag.name}
          </Link>{" "}
          is there, in every environment, switched off until you say otherwise.
        </p>
      ) : mayWrite ? (
        <Form method="post" className="flex flex-wrap items-end gap-2">
          <input type="hidden" name="do" value="flag" />
          <Field label="Name" error={fieldMessage(problem, "/name")} className="min-w-60 flex-1">
            <Input name="name" required maxLength={200} placeholder="New checkout" />
          </Field>
          <Button type="submit" tone="primary" busy={busy} className="h-9">
            Create flag
          </Button>
        </Form>
      ) : (
        <Notice tone="locked">A Developer of the project can create the first one.</Notice>
      )}
      {message !== undefined && <Notice tone="error">{message}</Notice>}
    </Step>
  );
}

export function KeyStep(
  props: Shared & {
    readonly secret: string | undefined;
    readonly origin: string;
    readonly environments: readonly { readonly key: string; readonly name: string }[];
    readonly mayMakeKeys: boolean;
  },
) {
  const { flag, secret, origin, environments, mayMakeKeys, problem, busy } = props;
  const message = flag === null ? undefined : formMessage(problem, []);
  return (
    <Step number={2} title="Ask for it in your code" done={secret !== undefined}>
      {secret !== undefined && flag !== null ? (
        <>
          <Notice tone="warn">
            The key stands in the snippet and is shown this once. Copy it before you leave.
          </Notice>
          <SdkCode origin={origin} secret={secret} flag={flag.key} />
        </>
      ) : mayMakeKeys ? (
        <Form method="post" className="flex flex-wrap items-end gap-2">
          <input type="hidden" name="do" value="key" />
          <Field
            label="Environment"
            hint="A server key reads the flags of one environment."
            className="min-w-60"
          >
            <Select name="environment" defaultValue={environments.at(-1)?.key} disabled={flag === null}>
              {environments.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <Button
            type="submit"
            tone={flag === null ? "plain" : "primary"}
            disabled={flag === null}
            busy={busy}
            className="h-9 sm:mb-6"
          >
            Make a key
          </Button>
        </Form>
      ) : (
        <Notice tone="locked">An Admin of the project can make a key for you.</Notice>
      )}
      {message !== undefined && <Notice tone="error">{message}</Notice>}
    </Step>
  );
}
