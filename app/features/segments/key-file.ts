import { counted, mostKeys, problemOfKey } from "./list-edit.ts";

export type KeyFormat = "csv" | "ndjson";

/** Something wrong on one line of an upload; lines count from 1. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

export interface KeyFile {
  readonly keys: ReadonlySet<string>;
  /** Lines with a key. */
  readonly lines: number;
  /** Of them, those whose key stood on an earlier line. */
  readonly duplicates: number;
  /** The first of them. */
  readonly problems: readonly LineProblem[];
  /** How many there are in all. */
  readonly problemCount: number;
}

export interface KeyReader {
  /** Takes the next piece of text, wherever it was cut. */
  push(text: string): void;
  /** False once reading on is of no use. */
  goesOn(): boolean;
  end(): KeyFile;
}

const mostProblems = 100;
const longestLine = 100_000;

/** The format that a media type names. */
export function formatOf(mediaType: string): KeyFormat | undefined {
  const type = mediaType.split(";")[0]?.trim().toLowerCase();
  if (type === "text/csv") return "csv";
  return type === "application/x-ndjson" || type === "application/jsonl" ? "ndjson" : undefined;
}

/** Reads keys line by line, so that never more is held than the keys themselves. */
export function createKeyReader(format: KeyFormat, by: string): KeyReader {
  const keys = new Set<string>();
  const problems: LineProblem[] = [];
  const readLine = format === "csv" ? csvLines(by) : ndjsonLines(by);
  let rest = "";
  let line = 0;
  let lines = 0;
  let duplicates = 0;
  let problemCount = 0;
  let goesOn = true;

  function complain(message: string): void {
    problemCount += 1;
    if (problems.length < mostProblems) problems.push({ line, message });
  }

  function take(text: string): void {
    line += 1;
    const plain = line === 1 ? text.replace(/^\uFEFF/, "") : text;
    const whole = plain.endsWith("\r") ? plain.slice(0, -1) : plain;
    if (whole.trim() === "") return;
    const read = readLine(whole);
    if (read === undefined) return;
    if ("key" in read) {
      const message = problemOfKey(read.key);
      if (message !== undefined) return complain(message);
      lines += 1;
      const before = keys.size;
      keys.add(read.key);
      if (keys.size === before) duplicates += 1;
      else if (before === mostKeys)
        stop(`From here on there are more than ${counted(mostKeys)}, which is what a list holds.`);
      return;
    }
    if (read.isHopeless === true) stop(read.problem);
    else complain(read.problem);
  }

  function stop(message: string): void {
    complain(message);
    goesOn = false;
  }

  return {
    push(text) {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) if (goesOn) take(part);
      if (goesOn && rest.length > longestLine) {
        line += 1;
        stop(`This line has more than ${longestLine.toLocaleString("en-US")} characters.`);
      }
    },
    goesOn: () => goesOn,
    end() {
      if (goesOn && rest !== "") take(rest);
      return { keys, lines, duplicates, problems, problemCount };
    },
  };
}

/** A key, something wrong (perhaps with all that follows), or nothing to take. */
type Read = { readonly key: string } | { readonly problem: string; readonly isHopeless?: true } | undefined;

/**
 * A first line that names a column `key`, or as the segment's attribute is called, is a header, and keys are taken from
 * that column; without one there is one column.
 */
function csvLines(by: string): (line: string) => Read {
  let column: { readonly at: number; readonly of: number } | undefined;
  return (line) => {
    const cells = cellsOf(line);
    if (typeof cells === "string") return { problem: cells };
    if (column === undefined) {
      const at = [by, "key"].map((name) => cells.indexOf(name)).find((found) => found !== -1);
      column = { at: at ?? 0, of: cells.length };
      if (at !== undefined) return undefined;
      if (cells.length > 1)
        return {
          problem: `This line has ${cells.length} cells, and no header says which is the key. Name one column "key" or "${by}".`,
          isHopeless: true,
        };
    }
    if (cells.length !== column.of)
      return { problem: `This line has ${cells.length} cells, and the first has ${column.of}.` };
    return { key: cells[column.at] ?? "" };
  };
}

/** The cells of one line (RFC 4180), or what is wrong with it. */
function cellsOf(line: string): string[] | string {
  if (!line.includes('"')) return line.split(",");
  const cells: string[] = [];
  for (let at = 0; at <= line.length;) {
    if (line[at] !== '"') {
      const end = line.indexOf(",", at);
      const cell = line.slice(at, end === -1 ? line.length : end);
      if (cell.includes('"')) return "A quote stands inside a cell that is not quoted.";
      cells.push(cell);
      at += cell.length + 1;
      continue;
    }
    const quoted = /"((?:[^"]|"")*)"(?=,|$)/y;
    quoted.lastIndex = at;
    const found = quoted.exec(line);
    if (found === null) return "The quotes of a cell are not closed on this line.";
    cells.push((found[1] ?? "").replaceAll('""', '"'));
    at += found[0].length + 1;
  }
  return cells;
}

/** A string, a whole number, or an object with one of them as `key` or under the name of the segment's attribute. */
function ndjsonLines(by: string): (line: string) => Read {
  return (line) => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return { problem: "This is no JSON." };
    }
    const object = typeof value === "object" && value !== null && !Array.isArray(value);
    const members = object ? (value as Readonly<Record<string, unknown>>) : undefined;
    const given = members === undefined ? value : (members["key"] ?? members[by]);
    if (typeof given === "string") return { key: given };
    if (Number.isSafeInteger(given)) return { key: String(given) };
    return {
      problem: object
        ? `There is no string or whole number called "key" or "${by}".`
        : "A line is a string, a whole number or an object.",
    };
  };
}
