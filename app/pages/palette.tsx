import { useFetcher } from "@remix-run/react";
import { clsx } from "clsx";
import { ArrowRight, CornerDownLeft, Flag, Search, UserRound, UsersRound } from "lucide-react";
import { Dialog } from "radix-ui";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { Chip } from "#app/ui/chip.tsx";
import { Kbd } from "#app/ui/kbd.tsx";
import { useWayBack } from "#app/ui/use-way-back.ts";
import type { Command, CommandRun } from "./commands.ts";
import { paletteSections, type PaletteEntry, type PaletteHit } from "./palette-list.ts";

export interface PaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly commands: readonly Command[];
  /** The key of the project that is searched. */
  readonly project: string | undefined;
  readonly run: (run: CommandRun) => void;
}

const icons = { flag: Flag, segment: UsersRound, member: UserRound, command: ArrowRight };
const typingMs = 120;

interface Found {
  readonly text: string;
  readonly hits: readonly PaletteHit[];
}

/** Find anything, do anything: one field, and what fits it below. */
export function Palette({ open, onOpenChange, commands, project, run }: PaletteProps) {
  const wayBack = useWayBack(open);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-fade overflow-y-auto bg-veil px-3 pt-[min(12vh,96px)] pb-6">
          <Dialog.Content
            {...wayBack}
            aria-describedby={undefined}
            className="mx-auto w-full max-w-150 animate-rise overflow-hidden rounded-xl border border-line bg-panel shadow-lift outline-none"
          >
            <Dialog.Title className="sr-only">Find anything</Dialog.Title>
            <Finder
              commands={commands}
              project={project}
              choose={(entry) => {
                onOpenChange(false);
                run(entry.run);
              }}
            />
          </Dialog.Content>
        </Dialog.Overlay>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type FinderProps = Pick<PaletteProps, "commands" | "project"> & {
  readonly choose: (entry: PaletteEntry) => void;
};

function Finder({ commands, project, choose }: FinderProps) {
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { found, searching } = useFound(project, text);
  const base = project === undefined ? undefined : `/projects/${project}`;
  const sections = paletteSections({ text, commands, hits: found.hits, base });
  const entries = sections.flatMap((section) => section.entries);
  const current = entries[Math.min(at, entries.length - 1)];
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current?.id]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = entries.length - 1;
    const here = Math.min(at, last);
    const to = {
      ArrowDown: here === last ? 0 : here + 1,
      ArrowUp: here <= 0 ? last : here - 1,
      PageDown: Math.min(last, here + 8),
      PageUp: Math.max(0, here - 8),
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setAt(to);
    } else if (event.key === "Enter" && current !== undefined) {
      event.preventDefault();
      // What is chosen must fit what is written, not what was written before.
      if (!searching) choose(current);
    }
  };

  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden className="size-4.5 shrink-0 text-ink-3" />
        <input
          role="combobox"
          aria-label={project === undefined ? "Find an action" : "Find flags, segments, people and actions"}
          aria-expanded
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={
            current === undefined ? undefined : `${id} ${current.id}`.replaceAll(" ", "_")
          }
          autoFocus
          autoComplete="off"
          spellCheck={false}
          placeholder={project === undefined ? "Find an action…" : "Find flags, segments, people, actions…"}
          maxLength={200}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-13 w-full bg-transparent text-lg outline-none"
        />
        <Dialog.Close className="shrink-0 rounded-sm">
          <span className="sr-only">Close: </span>
          <Kbd>esc</Kbd>
        </Dialog.Close>
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label="Results"
        aria-busy={searching}
        className="max-h-[min(54vh,420px)] overflow-y-auto overscroll-contain p-1.5"
      >
        {sections.map(({ title, entries: own }) => (
          <div key={title} role="group" aria-label={title} className="pb-1">
            <p
              aria-hidden
              className="px-2.5 pt-2 pb-1 text-2xs font-[550] tracking-[0.06em] text-ink-3 uppercase"
            >
              {title}
            </p>
            {own.map((entry) => (
              <Option
                key={entry.id}
                id={`${id} ${entry.id}`.replaceAll(" ", "_")}
                entry={entry}
                selected={entry === current}
                onChoose={() => {
                  choose(entry);
                }}
                onPoint={() => {
                  setAt(entries.indexOf(entry));
                }}
              />
            ))}
          </div>
        ))}
        {entries.length === 0 && !searching && (
          <p className="px-3 py-8 text-center text-ink-2">
            Nothing is called “{text}”. Flags are found by key, name or tag.
          </p>
        )}
      </div>
      <p role="status" className="sr-only">
        {text === "" || searching ? "" : `${entries.length} ${entries.length === 1 ? "result" : "results"}`}
      </p>
      <footer
        aria-hidden
        className="flex items-center gap-4 border-t border-line bg-sunken px-4 py-2 text-xs text-ink-3 max-sm:hidden"
      >
        <span className="flex items-center gap-1.5">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> choose
        </span>
        <span className="flex items-center gap-1.5">
          <Kbd>↵</Kbd> open
        </span>
      </footer>
    </>
  );
}

function Option(props: {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly selected: boolean;
  readonly onChoose: () => void;
  readonly onPoint: () => void;
}) {
  const { id, entry, selected, onChoose, onPoint } = props;
  const Icon = icons[entry.kind];
  return (
    // The field keeps the focus and has the keys.
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      onMouseMove={onPoint}
      onMouseDown={(event) => {
        event.preventDefault();
      }}
      onClick={onChoose}
      className={clsx(
        "flex min-h-9 w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left",
        selected && "bg-accent-soft text-accent-ink",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
      <span className="truncate font-medium">{entry.label}</span>
      {entry.detail !== undefined && (
        <span
          className={clsx(
            "truncate text-ink-3",
            entry.kind === "flag" || entry.kind === "segment" ? "font-mono text-xs" : "text-sm",
          )}
        >
          {entry.detail}
        </span>
      )}
      {entry.archived === true && <Chip>archived</Chip>}
      <span className="ml-auto flex shrink-0 items-center gap-1">
        {entry.keys?.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
        {selected && entry.keys === undefined && <CornerDownLeft aria-hidden className="size-3.5" />}
      </span>
    </button>
  );
}

/** What the server finds for the text. What was found before stays until the answer is there. */
function useFound(project: string | undefined, text: string) {
  const { load, data } = useFetcher<Found>();
  const wanted = project === undefined ? "" : text.trim();
  useEffect(() => {
    if (wanted === "" || project === undefined) return undefined;
    const timer = setTimeout(() => {
      load(`/projects/${project}/search?${new URLSearchParams({ text: wanted }).toString()}`);
    }, typingMs);
    return () => {
      clearTimeout(timer);
    };
  }, [load, project, wanted]);
  const found: Found = wanted === "" || data === undefined ? { text: "", hits: [] } : data;
  return { found, searching: found.text !== wanted };
}
