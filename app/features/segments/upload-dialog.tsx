import { useEffect, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { DialogButtons } from "#app/ui/dialog-buttons.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Segmented } from "#app/ui/segmented.tsx";
import { useUpload, type UploadState } from "./use-upload.tsx";
import type { UploadAnswer, UploadRefusal } from "./send-file.ts";

export interface UploadDialogProps {
  readonly list: "included" | "excluded";
  /** The attribute whose values the list holds. */
  readonly by: string;
  /** Of the list: what a replacement is made against. */
  readonly revision: number;
  readonly address: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

type Mode = "add" | "remove" | "replace";

const hints: Readonly<Record<Mode, string>> = {
  add: "Keys that are there already stay.",
  remove: "Keys that are not there do no harm.",
  replace: "Whoever is not in the file is taken out.",
};

/** A file into a list, with how far it is, and line by line what is wrong with it. */
export function UploadDialog({ list, by, revision, address, onClose, onDone }: UploadDialogProps) {
  const [mode, setMode] = useState<Mode>("add");
  const [file, setFile] = useState<File>();
  const { state, send } = useUpload();
  const sending = state.kind === "sending";
  const done = state.kind === "done";
  useEffect(() => {
    if (done) onDone();
  }, [done, onDone]);
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={`Upload keys ${list === "included" ? "to include" : "to exclude"}`}
      description={
        <>
          CSV with one column, or with a header that calls one “key” or “{by}”; or NDJSON. One wrong line
          refuses the whole file.
        </>
      }
      footer={
        done ? (
          <Button tone="primary" onClick={onClose}>
            Close
          </Button>
        ) : (
          <DialogButtons
            label={mode === "add" ? "Add keys" : mode === "remove" ? "Remove keys" : "Replace all keys"}
            tone={mode === "add" ? "primary" : "danger-solid"}
            busy={sending}
            disabled={file === undefined}
            onDo={() => {
              if (file === undefined) return;
              const headers = {
                "content-type": /\.(ndjson|jsonl)$/i.test(file.name) ? "application/x-ndjson" : "text/csv",
                ...(mode === "replace" ? { "if-match": `"${revision}"` } : {}),
              };
              send(`${address}?mode=${mode}`, file, headers);
            }}
            onCancel={onClose}
          />
        )
      }
    >
      {done ? (
        <Done {...state.answer} />
      ) : (
        <div className="grid gap-4">
          <div className="grid gap-1.5">
            <Segmented
              label="What to do with the keys"
              className="justify-self-start"
              value={mode}
              disabled={sending}
              onChange={setMode}
              options={[
                { value: "add", label: "Add" },
                { value: "remove", label: "Remove" },
                { value: "replace", label: "Replace all" },
              ]}
            />
            <p className="text-sm text-ink-2">{hints[mode]}</p>
          </div>
          <Field label="File">
            <Input
              type="file"
              accept=".csv,.txt,.ndjson,.jsonl,text/csv,application/x-ndjson"
              disabled={sending}
              className="h-auto py-1.5 text-sm file:mr-3 file:rounded-md file:border-0 file:bg-sunken file:px-2.5 file:py-1 file:text-xs file:font-[550] file:text-ink"
              onChange={(event) => setFile(event.target.files?.[0])}
            />
          </Field>
          <Progress state={state} />
          {state.kind === "refused" && <Refused {...state.refusal} />}
        </div>
      )}
    </Dialog>
  );
}

function Progress({ state }: { readonly state: UploadState }) {
  if (state.kind !== "sending") return null;
  const percent = Math.round(state.share * 100);
  return (
    <div className="grid gap-1">
      <progress
        aria-label="Sent"
        max={100}
        value={percent}
        className="h-2 w-full appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <p role="status" className="text-sm text-ink-2 tabular">
        {percent < 100 ? `${percent} % sent` : "Sent; the server checks and publishes it"}
      </p>
    </div>
  );
}

const number = (value: number): string => value.toLocaleString("en-US");

function Done({ added, removed, lines, duplicates, list }: UploadAnswer) {
  const known = lines - duplicates - added - removed;
  return (
    <div role="status" className="grid gap-2 text-sm">
      <p className="text-base font-[600]">
        {added + removed === 0 ? "Nothing to change: the list is as the file says." : "Published."}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 tabular">
        <Figure label="Lines with a key" value={lines} />
        {duplicates > 0 && <Figure label="Stood on an earlier line" value={duplicates} />}
        <Figure label="Added" value={added} />
        <Figure label="Removed" value={removed} />
        {known > 0 && <Figure label="Were so already" value={known} />}
        <Figure label="Now in the list" value={list.count} />
      </dl>
    </div>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <>
      <dt className="text-ink-2">{label}</dt>
      <dd className="text-right sm:text-left">{number(value)}</dd>
    </>
  );
}

function Refused({ title, detail, lines }: UploadRefusal) {
  return (
    <Notice tone="error" title={title}>
      <p className="[overflow-wrap:anywhere]">{detail}</p>
      {lines.length > 1 && (
        <ul className="mt-2 grid max-h-48 gap-0.5 overflow-y-auto font-mono text-xs">
          {lines.map((line) => (
            <li key={line} className="[overflow-wrap:anywhere]">
              {line}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
