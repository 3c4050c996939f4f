import { Link, useSearchParams } from "@remix-run/react";
import { Search, Upload, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/input.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { problemOfKey } from "./list-edit.ts";
import { UploadDialog } from "./upload-dialog.tsx";

export interface ListPanelProps {
  readonly list: "included" | "excluded";
  readonly page: {
    readonly by: string;
    readonly count: number;
    readonly revision: number;
    readonly keys: readonly string[];
    /** How many fit the search. */
    readonly total: number;
    readonly search: string;
  };
  readonly locked: boolean;
  readonly busy: boolean;
  /** Where a file goes. */
  readonly upload: string;
  readonly onChange: (change: { add?: string[]; remove?: string[] }) => void;
  readonly onUploaded: () => void;
}

const words = {
  included: { title: "Included", note: "in, whatever the rules say", empty: "Nobody is included by name." },
  excluded: { title: "Excluded", note: "out, unless included above", empty: "Nobody is excluded by name." },
} as const;

/** Whom a list holds: to look through, to add to one by one, and to fill by a file. */
export function ListPanel(props: ListPanelProps) {
  const { list, page, locked, busy, upload, onChange, onUploaded } = props;
  const { title, note, empty } = words[list];
  const [asking, setAsking] = useState(false);
  return (
    <Panel
      title={
        <>
          {title} <span className="font-normal text-ink-2 tabular">{page.count.toLocaleString("en-US")}</span>
        </>
      }
      note={note}
      aside={
        !locked && (
          <Button size="sm" onClick={() => setAsking(true)}>
            <Upload aria-hidden />
            Upload
          </Button>
        )
      }
      bodyClassName="grid gap-3"
    >
      {(page.count > 12 || page.search !== "") && <KeySearch list={list} search={page.search} />}
      {page.count === 0 && <p className="text-sm text-ink-2">{empty}</p>}
      {page.keys.length > 0 && (
        <ul aria-label={`Keys ${list}`} className="flex max-h-72 flex-wrap gap-1.5 overflow-y-auto">
          {page.keys.map((key) => (
            <li
              key={key}
              className="inline-flex max-w-full items-center gap-1 rounded-md border border-line bg-sunken py-0.5 pr-1 pl-2 font-mono text-xs"
            >
              <span className="min-w-0 [overflow-wrap:anywhere]">{key}</span>
              {locked ? (
                <span className="w-1" />
              ) : (
                <Button
                  tone="ghost"
                  size="icon-sm"
                  className="relative size-5 after:absolute after:-inset-0.5"
                  disabled={busy}
                  aria-label={`Remove ${key}`}
                  onClick={() => onChange({ remove: [key] })}
                >
                  <X aria-hidden />
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {page.search !== "" && page.keys.length === 0 && (
        <p className="text-sm text-ink-2">No key has “{page.search}” in it.</p>
      )}
      {page.total > page.keys.length && (
        <p className="text-sm text-ink-3 tabular">
          The first {page.keys.length} of {page.total.toLocaleString("en-US")}. Search for the others, or read
          them by the API.
        </p>
      )}
      {!locked && <AddKeys by={page.by} busy={busy} list={list} onAdd={(add) => onChange({ add })} />}
      {asking && (
        <UploadDialog
          list={list}
          by={page.by}
          revision={page.revision}
          address={upload}
          onClose={() => setAsking(false)}
          onDone={onUploaded}
        />
      )}
    </Panel>
  );
}

function KeySearch({ list, search }: { readonly list: string; readonly search: string }) {
  const [params] = useSearchParams();
  const others = [...params].filter(([name]) => name !== list);
  const back = new URLSearchParams(others).toString();
  return (
    <form method="get" role="search" className="flex items-center gap-1.5">
      {others.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Input
        compact
        mono
        type="search"
        name={list}
        aria-label={`Search keys ${list}`}
        placeholder="Search keys"
        defaultValue={search}
        className="w-full sm:w-64"
      />
      <Button type="submit" tone="ghost" size="icon" aria-label="Search">
        <Search aria-hidden />
      </Button>
      {search !== "" && (
        <Button asChild size="sm" tone="ghost">
          <Link to={`?${back}`}>Show all</Link>
        </Button>
      )}
    </form>
  );
}

function AddKeys(props: {
  readonly by: string;
  readonly list: string;
  readonly busy: boolean;
  readonly onAdd: (keys: string[]) => void;
}) {
  const [text, setText] = useState("");
  const keys = text
    .split(/[\n,]/)
    .map((key) => key.trim())
    .filter((key) => key !== "");
  const wrong = keys.map(problemOfKey).find((problem) => problem !== undefined);
  return (
    <form
      className="flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (keys.length === 0 || wrong !== undefined) return;
        props.onAdd(keys);
        setText("");
      }}
    >
      <div className="grid min-w-40 flex-1 gap-1">
        <Input
          compact
          mono
          aria-label={`Keys to be ${props.list}`}
          placeholder={`${props.by}, separated by commas`}
          spellCheck={false}
          autoCapitalize="off"
          value={text}
          aria-invalid={wrong !== undefined || undefined}
          onChange={(event) => setText(event.target.value)}
        />
        {wrong !== undefined && <p className="text-xs text-kill-ink">{wrong}</p>}
      </div>
      <Button type="submit" size="sm" className="h-7.5" busy={props.busy} disabled={keys.length === 0}>
        Add
      </Button>
    </form>
  );
}
