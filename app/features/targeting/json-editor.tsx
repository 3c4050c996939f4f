import { useRef } from "react";
import type { FieldProblem } from "#app/platform/problem.ts";
import { sameJson } from "#app/platform/same-json.ts";
import { Panel } from "#app/ui/panel.tsx";
import { Textarea } from "#app/ui/input.tsx";
import { CopyButton } from "#app/ui/copy-button.tsx";
import { readDraft, writeDraft } from "./json-draft.ts";
import { lineAt, placeOf, scanJson } from "./json-places.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import type { Targeting } from "./targeting.ts";

/** What is typed, as long as it stands for what the draft holds or for nothing yet. */
export interface TypedJson {
  readonly text: string;
  /** What it stands for; undefined while it cannot be taken. */
  readonly targeting: Targeting | undefined;
}

export interface JsonEditorProps {
  readonly flag: TargetedFlag;
  readonly targeting: Targeting;
  readonly typed: TypedJson | undefined;
  /** What is said against the draft elsewhere, by the server or by what is around it. */
  readonly problems: readonly FieldProblem[];
  readonly editable: boolean;
  readonly onType: (typed: TypedJson) => void;
}

/** The targeting as the document that it is. What the engine does not take stays here until it does. */
export function JsonEditor({ flag, targeting, typed, problems, editable, onType }: JsonEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typedText(typed, targeting) ?? writeDraft(targeting);
  const found = said(flag, text, problems);
  const { places } = scanJson(text);
  const show = (from: number, to: number) => {
    area.current?.focus();
    area.current?.setSelectionRange(from, to);
    const line = lineAt(text, from);
    area.current?.scrollTo({ top: Math.max(0, line - 6) * 19.2 });
  };
  return (
    <Panel
      title="Targeting as JSON"
      note="the same draft; it is saved the same way"
      aside={<CopyButton text={text} label="Copy the JSON" />}
      bodyClassName="grid gap-3"
    >
      <ul id="json-problems" aria-live="polite" className="grid gap-1 text-sm empty:hidden">
        {found.map(({ pointer, message, at }) => {
          const [from, to] = at === undefined ? placeOf(places, pointer) : [at, at + 1];
          return (
            <li key={`${pointer}:${message}`}>
              <button
                type="button"
                className="flex w-full flex-wrap items-baseline gap-x-2 rounded-sm px-1.5 py-1 text-left text-kill-ink hover:bg-kill-soft"
                onClick={() => show(from, to)}
              >
                <span className="shrink-0 tabular">line {lineAt(text, from)}</span>
                <code className="text-xs [overflow-wrap:anywhere] text-ink-2">{pointer}</code>
                <span className="basis-full">{message}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <Textarea
        ref={area}
        mono
        aria-label="Targeting as JSON"
        aria-invalid={found.length > 0 || undefined}
        aria-describedby="json-problems"
        spellCheck={false}
        autoCapitalize="off"
        readOnly={!editable}
        wrap="off"
        rows={Math.min(36, Math.max(12, text.split("\n").length + 1))}
        className="overflow-x-auto bg-sunken whitespace-pre"
        value={text}
        onChange={(event) => {
          const read = readDraft(flag, event.target.value);
          onType({
            text: event.target.value,
            targeting: "targeting" in read ? read.targeting : undefined,
          });
        }}
      />
    </Panel>
  );
}

/** What was typed, unless the draft has become something else since, by an undo or a merge. */
function typedText(typed: TypedJson | undefined, targeting: Targeting): string | undefined {
  if (typed === undefined) return undefined;
  if (typed.targeting === undefined) return typed.text;
  const { kill: _, ...now } = targeting;
  return sameJson(typed.targeting, now) ? typed.text : undefined;
}

interface Said extends FieldProblem {
  readonly at?: number;
}

function said(flag: TargetedFlag, text: string, problems: readonly FieldProblem[]): readonly Said[] {
  const read = readDraft(flag, text);
  if ("brokenAt" in read)
    return [{ pointer: "", message: "From here on this is not JSON.", at: read.brokenAt }];
  return "problems" in read ? read.problems : problems;
}
