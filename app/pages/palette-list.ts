import { matchCommands, type Command, type CommandRun } from "./commands.ts";

/** What the server found for the palette, as its loader gives it. */
export interface PaletteHit {
  readonly kind: "flag" | "segment" | "member";
  readonly key: string;
  readonly environment: string | null;
  readonly name: string;
  readonly detail: string;
  readonly archived: boolean;
}

export interface PaletteEntry {
  readonly id: string;
  readonly kind: PaletteHit["kind"] | "command";
  readonly label: string;
  readonly detail?: string;
  readonly archived?: boolean;
  readonly keys?: readonly string[];
  readonly run: CommandRun;
}

export interface PaletteSection {
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

const titles = { flag: "Flags", segment: "Segments", member: "People" } as const;

/** What the palette shows for a text: what was found first, then what can be done; without a text only the latter. */
export function paletteSections(input: {
  readonly text: string;
  readonly commands: readonly Command[];
  readonly hits: readonly PaletteHit[];
  /** Of the project; undefined outside of one. */
  readonly base: string | undefined;
}): PaletteSection[] {
  const { text, commands, hits, base } = input;
  const found =
    base === undefined
      ? []
      : (["flag", "segment", "member"] as const).map((kind) => ({
          title: titles[kind],
          entries: hits.filter((hit) => hit.kind === kind).map((hit) => entryOf(hit, base)),
        }));
  const wanted = text.trim() === "" ? commands : matchCommands(commands, text);
  const sections = [...new Set(wanted.map(({ section }) => section))].map((title) => ({
    title,
    entries: wanted.filter(({ section }) => section === title).map(ofCommand),
  }));
  return [...found, ...sections].filter(({ entries }) => entries.length > 0);
}

function entryOf({ kind, key, environment, name, detail, archived }: PaletteHit, base: string): PaletteEntry {
  const to = {
    flag: `${base}/flags/${key}`,
    segment: `${base}/segments/${environment ?? ""}/${key}`,
    member: `${base}/members/${key}`,
  }[kind];
  return { id: `${kind} ${key}`, kind, label: name, detail, archived, run: { do: "go", to } };
}

function ofCommand({ id, label, keys, run }: Command): PaletteEntry {
  return { id, kind: "command", label, run, ...(keys === undefined ? {} : { keys }) };
}
