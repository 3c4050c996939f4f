import { invalid } from "./problem.ts";
import { isStorable } from "./storable.ts";

/** What a list is sorted by at one of its rows: enough to go on behind that row, whatever came or went meanwhile. */
export type Position = readonly (string | number)[];

/** An opaque text for the position behind which the next page begins; good for lists of that name and order only. */
export function writeCursor(order: string, position: Position): string {
  return base64url(JSON.stringify([order, ...position]));
}

/** The position that a cursor stands for. Refuses one of another list or order, and what is none. */
export function readCursor(text: string | undefined, order: string, like: Position): Position | undefined {
  if (text === undefined) return undefined;
  const [of, ...position] = parse(text);
  const fits =
    of === order &&
    position.length === like.length &&
    position.every((part, index) => typeof part === typeof like[index] && isPlace(part));
  if (!fits) throw invalid("/cursor", "This is not a cursor of this list in this order.");
  return position as Position;
}

/** The end of year 9999, in milliseconds: no row is later, and PostgreSQL reads no later time. */
const endOfTime = 253_402_300_800_000;

/** Whether a row could stand there: anybody can write a cursor. */
function isPlace(part: unknown): boolean {
  if (typeof part === "string") return isStorable(part);
  return Number.isInteger(part) && Number(part) >= 0 && Number(part) < endOfTime;
}

function parse(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(text)));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function base64url(text: string): string {
  const binary = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export interface PageInput {
  /** All where left out. */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

/** A page of a list, and where the next one begins; null on the last. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

export interface Order<Row> {
  /** Of the list and the order, so that a cursor of another is not taken. */
  readonly name: string;
  /** What rows are sorted by, the last part telling any two apart. */
  readonly position: (row: Row) => Position;
  /** For each part, whether it goes from high to low. */
  readonly descending?: readonly boolean[];
}

/** A page of a list that is small enough to be read as a whole, by position as in SQL: rows that come or go move no other. */
export function pageOf<Row>(all: readonly Row[], order: Order<Row>, input: PageInput): Page<Row> {
  const sorted = all.toSorted((a, b) => compare(order.position(a), order.position(b), order.descending));
  const [first] = sorted;
  if (first === undefined) return { rows: [], next: null };
  const behind = readCursor(input.cursor, order.name, order.position(first));
  const rest =
    behind === undefined
      ? sorted
      : sorted.filter((row) => compare(order.position(row), behind, order.descending) > 0);
  return cut(rest, order, input.limit);
}

/** Of rows read with one more than asked for, the page and its `next`. */
export function cut<Row>(
  rows: readonly Row[],
  order: Pick<Order<Row>, "name" | "position">,
  limit = rows.length,
): Page<Row> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { rows: page, next: more ? writeCursor(order.name, order.position(last)) : null };
}

/** As people sort names, and never two different texts as one. */
const collator = new Intl.Collator("en", { numeric: true });

function compare(a: Position, b: Position, descending: readonly boolean[] = []): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined || left === right) continue;
    const order =
      typeof left === "string" && typeof right === "string"
        ? collator.compare(left, right) || (left < right ? -1 : 1)
        : left < right
          ? -1
          : 1;
    return descending[index] === true ? -order : order;
  }
  return 0;
}
