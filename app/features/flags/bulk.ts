import type { BulkChange } from "./bulk-change.ts";

/** A flag of the list, as far as changing many needs it. */
export interface BulkFlag {
  readonly key: string;
  readonly tags: readonly string[];
  readonly archived: boolean;
  /** Of what it is, everywhere. */
  readonly version: string;
  /** Of what it does, by environment. */
  readonly versions: Readonly<Record<string, number>>;
}

/** What somebody wants of all that they have selected. */
export type BulkAsk =
  | { readonly do: "turn-on" | "turn-off"; readonly environment: string }
  | { readonly do: "tag" | "untag"; readonly tags: readonly string[] }
  | { readonly do: "archive" | "restore" };

interface Common {
  readonly comment?: string | undefined;
  readonly dryRun: boolean;
}

/** What the page sends: the words of the API, one operation for what flags are and one for what they do. */
export type BulkRequest =
  | (Common & {
      readonly to: "targetings";
      readonly environment: string;
      readonly step: "turn-on" | "turn-off";
      readonly changes: readonly Named[];
    })
  | (Common & { readonly to: "flags"; readonly changes: readonly (Named & BulkChange)[] });

interface Named {
  readonly flag: string;
  readonly version: string;
}

/** What became of it, or would. */
export interface BulkOutcome {
  readonly changes: readonly {
    readonly flag: string;
    readonly version: string;
    readonly lines: readonly string[];
  }[];
  /** Of the environment that serves otherwise now. */
  readonly revision: number | null;
}

export function requestFor(
  ask: BulkAsk,
  flags: readonly BulkFlag[],
  more: { readonly comment?: string; readonly dryRun: boolean },
): BulkRequest {
  if (ask.do === "turn-on" || ask.do === "turn-off") {
    const { environment } = ask;
    const changes = flags.map(({ key, versions }) => ({
      flag: key,
      version: String(versions[environment] ?? ""),
    }));
    return { to: "targetings", step: ask.do, environment, changes, ...more };
  }
  return {
    to: "flags",
    changes: flags.map(({ key, version }) => ({
      ...{ flag: key, version },
      ...(ask.do === "tag" ? { addTags: [...ask.tags] } : {}),
      ...(ask.do === "untag" ? { removeTags: [...ask.tags] } : {}),
      ...(ask.do === "archive" || ask.do === "restore" ? { archived: ask.do === "archive" } : {}),
    })),
    ...more,
  };
}

/** The request that takes it back: for what has changed alone, and only while nobody has changed it again. */
export function undoOf(
  done: BulkRequest,
  flags: readonly BulkFlag[],
  outcome: BulkOutcome,
): BulkRequest | undefined {
  const before = new Map(flags.map((flag) => [flag.key, flag]));
  const changed = outcome.changes.filter(({ lines }) => lines.length > 0);
  if (changed.length === 0) return undefined;
  const more = { comment: "Undone", dryRun: false };
  if (done.to === "targetings") {
    const step = done.step === "turn-on" ? "turn-off" : "turn-on";
    return { ...done, ...more, step, changes: changed.map(({ flag, version }) => ({ flag, version })) };
  }
  const asked = new Map(done.changes.map((change) => [change.flag, change]));
  return {
    ...{ to: "flags", ...more },
    changes: changed.map(({ flag, version }) => {
      const { addTags = [], removeTags = [], archived } = asked.get(flag) ?? {};
      const had = before.get(flag)?.tags ?? [];
      return {
        ...{ flag, version },
        removeTags: addTags.filter((tag) => !had.includes(tag)),
        addTags: removeTags.filter((tag) => had.includes(tag)),
        ...(archived === undefined ? {} : { archived: !archived }),
      };
    }),
  };
}

const verbs = {
  ...{ "turn-on": "Turn on", "turn-off": "Turn off", tag: "Tag", untag: "Untag" },
  ...{ archive: "Archive", restore: "Restore" },
} as const satisfies Record<BulkAsk["do"], string>;
const pasts = {
  ...{ "turn-on": "Turned on", "turn-off": "Turned off", tag: "Tagged", untag: "Untagged" },
  ...{ archive: "Archived", restore: "Restored" },
} as const satisfies Record<BulkAsk["do"], string>;

export const bulkVerb = (ask: BulkAsk["do"]): string => verbs[ask];
export const flagCount = (count: number): string => `${count} ${count === 1 ? "flag" : "flags"}`;

/** "Archived 3 flags", "Turned on 1 flag in production". */
export function toldDone(ask: BulkAsk, count: number): string {
  const where = "environment" in ask ? ` in ${ask.environment}` : "";
  return `${pasts[ask.do]} ${flagCount(count)}${where}`;
}
