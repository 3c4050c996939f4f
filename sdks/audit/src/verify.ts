import { genesis, hashOf, keptDigest, type ChainEntry, type Kept } from "./entry.ts";
import { readEntry } from "./read-entry.ts";

/** What was done to a chain. */
export type Harm = "unreadable" | "edited" | "deleted" | "inserted" | "reordered" | "truncated";

export interface Finding {
  readonly harm: Harm;
  /** The entry that it is about; of several, the first. */
  readonly sequence: number;
  readonly message: string;
}

/** A state of the chain that is known from elsewhere: what stands at `sequence` must have `hash`. */
export interface Anchor {
  readonly chain: string;
  readonly sequence: number;
  readonly hash: string;
}

export interface Verdict {
  readonly intact: boolean;
  readonly chain: string | null;
  readonly entries: number;
  /** Where the chain ends, to be compared with what was written down elsewhere. */
  readonly last: { readonly sequence: number; readonly hash: string } | null;
  /** Values that were erased, each by an entry of the chain. */
  readonly erased: number;
  /** The first hundred. */
  readonly findings: readonly Finding[];
}

export interface Verifier {
  /** The next entry, in the order in which it was found. */
  take(entry: unknown): void;
  /** To be called once, after the last entry. */
  finish(): Verdict;
}

const mostFindings = 100;

const unfit = (what: string, sequence: number): string =>
  `The ${what} of entry ${sequence} does not fit its digest, and no entry says that it was erased.`;

/** Verifies a chain while it is read, in memory that does not grow with it (but for what was erased). */
export function createVerifier(anchors: readonly Anchor[] = []): Verifier {
  const findings: Finding[] = [];
  const absent: { from: number; to: number }[] = [];
  const erasures = new Map<string, string>();
  /** What no longer fits its digest, until the entry that erased it is found. */
  const replaced = new Map<string, { digest: string; sequence: number; what: string }>();
  let chain: string | null = anchors[0]?.chain ?? null;
  let last: { sequence: number; hash: string } | null = null;
  let entries = 0;

  const find = (harm: Harm, sequence: number, message: string): void => {
    if (findings.length < mostFindings) findings.push({ harm, sequence, message });
  };

  function order(entry: ChainEntry): void {
    const { sequence, previous } = entry;
    const expected = (last?.sequence ?? 0) + 1;
    if (sequence < expected) {
      const gap = absent.find(({ from, to }) => from <= sequence && sequence <= to);
      if (gap === undefined) {
        find("inserted", sequence, `There is more than one entry ${sequence}.`);
        return;
      }
      absent.splice(absent.indexOf(gap), 1);
      if (gap.from < sequence) absent.push({ from: gap.from, to: sequence - 1 });
      if (sequence < gap.to) absent.push({ from: sequence + 1, to: gap.to });
      find("reordered", sequence, `Entry ${sequence} stands after entry ${expected - 1}.`);
      return;
    }
    if (sequence > expected) absent.push({ from: expected, to: sequence - 1 });
    else if (previous !== (last?.hash ?? genesis)) {
      if (last === null) find("edited", sequence, `Entry ${sequence} does not begin a chain.`);
      else
        find(
          "edited",
          last.sequence,
          `Entry ${last.sequence} is not the one that entry ${sequence} follows.`,
        );
    }
    last = { sequence, hash: entry.hash };
  }

  function contents(entry: ChainEntry): void {
    const { sequence, kept } = entry;
    if (hashOf(entry) !== entry.hash) find("edited", sequence, `Entry ${sequence} does not fit its hash.`);
    for (const [what, value] of Object.entries<Kept | null>(kept)) {
      if (value === null) continue;
      const actual = keptDigest(value);
      const { digest } = value;
      if (actual === digest) continue;
      const before = replaced.get(digest);
      if (before === undefined) replaced.set(digest, { digest: actual, sequence, what });
      else if (before.digest !== actual) find("edited", sequence, unfit(what, sequence));
    }
    for (const { from, to } of entry.erased ?? []) erasures.set(from, to);
  }

  function compare(entry: ChainEntry): void {
    for (const anchor of anchors) {
      if (anchor.sequence !== entry.sequence || anchor.hash === entry.hash) continue;
      find("edited", entry.sequence, `Entry ${entry.sequence} is not the one that the checkpoint knows.`);
    }
  }

  function take(value: unknown): void {
    const entry = readEntry(value);
    const next = (last?.sequence ?? 0) + 1;
    if (entry === undefined) {
      find("unreadable", next, `What stands where entry ${next} belongs is not an entry.`);
      return;
    }
    entries += 1;
    chain ??= entry.chain;
    if (entry.chain !== chain) {
      find("inserted", entry.sequence, `Entry ${entry.sequence} belongs to another chain, ${entry.chain}.`);
      return;
    }
    contents(entry);
    order(entry);
    compare(entry);
  }

  function finish(): Verdict {
    for (const { from, to } of absent) {
      const message = from === to ? `Entry ${from} is missing.` : `Entries ${from} to ${to} are missing.`;
      find("deleted", from, message);
    }
    for (const [digest, { digest: actual, sequence, what }] of replaced) {
      if (erasures.get(digest) === actual) continue;
      find("edited", sequence, unfit(what, sequence));
    }
    const end = last?.sequence ?? 0;
    for (const anchor of anchors) {
      if (anchor.sequence <= end) continue;
      const rest =
        end + 1 === anchor.sequence ? `Entry ${end + 1} is` : `Entries ${end + 1} to ${anchor.sequence} are`;
      find(
        "truncated",
        end + 1,
        `${rest} missing at the end: the checkpoint knows ${anchor.sequence} entries.`,
      );
    }
    const erased = [...replaced.keys()].filter((digest) => erasures.has(digest)).length;
    return { intact: findings.length === 0, chain, entries, last, erased, findings };
  }

  return { take, finish };
}
