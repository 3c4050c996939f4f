import type { FetcherWithComponents } from "@remix-run/react";
import { useEffect, useState } from "react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input, Textarea } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Select } from "#app/ui/select.tsx";
import { flagKinds } from "./flag.ts";
import { changedMeanwhile, textsOf, textWords, type FlagTexts } from "./flag-texts.ts";
import type { FlagView } from "./flag-view.ts";
import { kindWords } from "./flag-words.ts";

export interface SettingsFormProps {
  readonly flag: FlagView;
  readonly form: FetcherWithComponents<unknown>["Form"];
  readonly problem: ProblemView | undefined;
  /** The version that the last saving made. */
  readonly saved: string | undefined;
  readonly busy: boolean;
  readonly locked: boolean;
}

const shown = Object.keys(textWords).map((name) => `/${name}`);

/** What a flag is besides its values. What is not typed in follows what others save. */
export function SettingsForm({ flag, form: Form, problem, saved, busy, locked }: SettingsFormProps) {
  const now = textsOf(flag);
  const [started, setStarted] = useState(now);
  const [typed, setTyped] = useState<Partial<FlagTexts>>({});
  const texts: FlagTexts = { ...now, ...typed };
  const dirty = (Object.keys(typed) as (keyof FlagTexts)[]).some((name) => typed[name] !== now[name]);
  const both = changedMeanwhile(started, now, typed);
  useEffect(() => {
    if (saved !== undefined) setTyped({});
  }, [saved]);
  const set = (change: Partial<FlagTexts>) => {
    if (!dirty) setStarted(now);
    setTyped({ ...typed, ...change });
  };
  const text = (name: "name" | "description" | "owner" | "tags" | "dueOn" | "metadata") => ({
    name,
    value: texts[name],
    readOnly: locked,
    onChange: (event: { readonly target: { readonly value: string } }) => {
      set({ [name]: event.target.value });
    },
  });
  const message = problem?.code === "version_conflict" ? undefined : formMessage(problem, shown);
  return (
    <Form method="post" className="grid gap-5">
      <input type="hidden" name="expectedVersion" value={flag.version} />
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      {both.length > 0 ? (
        <Notice
          tone="warn"
          title="Somebody else saved meanwhile"
          action={
            <Button size="sm" onClick={() => setTyped({})}>
              Take theirs
            </Button>
          }
        >
          They changed {both.map((name) => `${textWords[name]} to “${String(now[name])}”`).join(", ")}. Saving
          puts yours in its place.
        </Notice>
      ) : (
        problem?.code === "version_conflict" &&
        dirty && (
          <Notice tone="info">
            The flag was changed in this moment, but nothing that you typed in. Save again.
          </Notice>
        )
      )}
      <Panel title="What it is" bodyClassName="grid gap-5">
        <Field label="Name" error={fieldMessage(problem, "/name")}>
          <Input required maxLength={200} {...text("name")} />
        </Field>
        <Field label="Description" optional error={fieldMessage(problem, "/description")}>
          <Textarea rows={3} {...text("description")} />
        </Field>
        <Field label="Kind" error={fieldMessage(problem, "/kind")} hint={kindWords[texts.kind].hint}>
          <Select
            name="kind"
            value={texts.kind}
            disabled={locked}
            onChange={({ target }) => {
              const kind = flagKinds.find((each) => each === target.value);
              if (kind !== undefined) set({ kind });
            }}
          >
            {flagKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindWords[kind].name}
              </option>
            ))}
          </Select>
        </Field>
      </Panel>
      <Panel title="Care" note="who looks after it, and until when" bodyClassName="grid gap-4 sm:grid-cols-3">
        <Field label="Owner" optional error={fieldMessage(problem, "/owner")}>
          <Input placeholder="payments" {...text("owner")} />
        </Field>
        <Field label="Tags" optional hint="Separated by commas" error={fieldMessage(problem, "/tags")}>
          <Input placeholder="web, checkout" {...text("tags")} />
        </Field>
        <Field label="Remove by" optional hint="Empty: permanent" error={fieldMessage(problem, "/dueOn")}>
          <Input type="date" {...text("dueOn")} />
        </Field>
      </Panel>
      <Panel title="Serving" note="reaches every environment at once" bodyClassName="grid gap-5">
        <Checkbox
          name="client"
          value="true"
          label="Readable by client keys"
          hint="Client keys are public: whoever opens the app can read the values of this flag, never its rules."
          checked={texts.client}
          disabled={locked}
          onChange={(event) => set({ client: event.target.checked })}
        />
        <Field
          label="Safe variant"
          hint="What a kill serves where it names no other."
          error={fieldMessage(problem, "/safeVariant")}
        >
          <Select
            name="safeVariant"
            value={texts.safeVariant}
            disabled={locked}
            onChange={(event) => set({ safeVariant: event.target.value })}
          >
            <option value="">the off variant</option>
            {flag.variants.map(({ key }) => (
              <option key={key} value={key}>
                {key}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          label="Metadata"
          optional
          hint="A JSON object, given out with the flag to whoever evaluates it in process; it changes nothing."
          error={fieldMessage(problem, "/metadata")}
        >
          <Textarea mono rows={4} spellCheck={false} {...text("metadata")} />
        </Field>
      </Panel>
      {!locked && (
        <div className="flex flex-wrap items-center justify-end gap-2">
          {dirty && (
            <Button tone="ghost" onClick={() => setTyped({})}>
              Discard
            </Button>
          )}
          <Button type="submit" tone="primary" busy={busy}>
            Save settings
          </Button>
        </div>
      )}
    </Form>
  );
}
