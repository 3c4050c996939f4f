import { useEffect, useState } from "react";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { sameJson } from "#app/platform/same-json.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input, Textarea } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import type { FlagView } from "./flag-view.ts";
import { typeWords } from "./flag-words.ts";
import { VariantsEditor } from "./variants-editor.tsx";
import { rowsOf, schemaText, type TypedVariant } from "./variants.ts";

export interface VariantsPanelProps {
  readonly flag: FlagView;
  /** The names of those that it reaches. */
  readonly environments: readonly string[];
  readonly problem: ProblemView | undefined;
  /** The version that the last saving made. */
  readonly saved: string | undefined;
  readonly busy: boolean;
  readonly locked: boolean;
  readonly onSave: (change: {
    readonly expectedVersion: string;
    readonly comment: string;
    readonly type: FlagView["type"];
    readonly variants: readonly TypedVariant[];
    readonly schema: string;
  }) => void;
}

interface Typed {
  readonly rows: readonly TypedVariant[];
  readonly schema: string;
}

/** What the flag can serve, and for an object flag the schema that its values fit. */
export function VariantsPanel(props: VariantsPanelProps) {
  const { flag, environments, problem, saved, busy, locked, onSave } = props;
  const now: Typed = { rows: rowsOf(flag), schema: schemaText(flag.schema) };
  const [started, setStarted] = useState(now);
  const [typed, setTyped] = useState<Typed>();
  const [comment, setComment] = useState("");
  useEffect(() => {
    if (saved === undefined) return;
    setTyped(undefined);
    setComment("");
  }, [saved]);
  const { rows, schema } = typed ?? now;
  const dirty = typed !== undefined && !sameJson(typed, now);
  const overtaken = dirty && !sameJson(started, now);
  const set = (change: Partial<Typed>) => {
    if (typed === undefined) setStarted(now);
    setTyped({ rows, schema, ...change });
  };
  const message =
    problem?.code === "version_conflict" ? undefined : formMessage(problem, ["/variants", "/schema"]);
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        onSave({ expectedVersion: flag.version, comment, type: flag.type, variants: rows, schema });
      }}
    >
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      {overtaken && (
        <Notice
          tone="warn"
          title="Somebody else changed the variants meanwhile"
          action={
            <Button size="sm" onClick={() => setTyped(undefined)}>
              Take theirs
            </Button>
          }
        >
          They are now {flag.variants.map(({ key, value }) => `${key} = ${JSON.stringify(value)}`).join(", ")}
          . Saving puts yours in their place.
        </Notice>
      )}
      {problem?.code === "version_conflict" && dirty && !overtaken && (
        <Notice tone="info">The flag was changed in this moment, but not its variants. Save again.</Notice>
      )}
      <Panel
        title="Variants"
        note={`${typeWords[flag.type].name.toLowerCase()} values, the same in every environment`}
      >
        <VariantsEditor
          type={flag.type}
          rows={rows}
          locked={locked}
          kept={new Set(flag.variants.map(({ key }) => key))}
          problem={problem}
          onChange={(next) => set({ rows: next })}
        />
      </Panel>
      {flag.type === "object" && (
        <Panel title="Schema" note="JSON Schema 2020-12 that every value fits; empty: any">
          <Field label="Schema" hideLabel error={fieldMessage(problem, "/schema")}>
            <Textarea
              mono
              rows={Math.min(20, Math.max(5, schema.split("\n").length))}
              spellCheck={false}
              autoCapitalize="off"
              readOnly={locked}
              placeholder='{ "type": "object", "required": ["show"] }'
              value={schema}
              onChange={(event) => set({ schema: event.target.value })}
            />
          </Field>
        </Panel>
      )}
      {dirty && !locked && (
        <Panel title="Save" bodyClassName="grid gap-4">
          <p className="text-ink-2">
            Every environment gets it at once: {environments.join(", ")}. Code that evaluates the flag is
            given the new values within a second.
          </p>
          <Field label="Why" optional hint="Kept in the history and the audit log.">
            <Input maxLength={1000} value={comment} onChange={(event) => setComment(event.target.value)} />
          </Field>
          <div className="flex flex-wrap justify-end gap-2">
            <Button tone="ghost" onClick={() => setTyped(undefined)}>
              Discard
            </Button>
            <Button type="submit" tone="primary" busy={busy}>
              Save variants
            </Button>
          </div>
        </Panel>
      )}
    </form>
  );
}
