/** A date and time as it stands on a clock somewhere, and how far that clock is from UTC: `Z`, `+01:00`. */
export interface Instant {
  /** `2026-12-01T09:00:00`, as an input of type `datetime-local` has it. */
  readonly wall: string;
  readonly offset: string;
}

const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** Reads what a clause holds: RFC 3339 with a zone, or epoch milliseconds. */
export function readInstant(value: string | number | boolean | undefined): Instant | undefined {
  if (typeof value === "number") {
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? undefined : { wall: date.toISOString().slice(0, 19), offset: "Z" };
  }
  const found = typeof value === "string" ? form.exec(value) : null;
  const [, wall, offset] = found ?? [];
  return wall === undefined || offset === undefined ? undefined : { wall, offset: offset.toUpperCase() };
}

/** RFC 3339, to the second. */
export function writeInstant({ wall, offset }: Instant): string {
  return `${wall}${":00".repeat(Math.max(0, 3 - wall.split(":").length))}${offset}`;
}

/** The same moment as another clock shows it. */
export function atOffset(instant: Instant, offset: string): Instant {
  const at = Date.parse(writeInstant(instant));
  if (Number.isNaN(at)) return { ...instant, offset };
  return { wall: new Date(at + minutesOf(offset) * 60_000).toISOString().slice(0, 19), offset };
}

/** How far the clock of whoever looks is from UTC when it shows `wall`; `minutes` as `Date` tells them. */
export function offsetAt(wall: string, minutes: (date: Date) => number = (date) => date.getTimezoneOffset()) {
  const date = new Date(wall);
  return offsetOf(Number.isNaN(date.getTime()) ? 0 : -minutes(date));
}

function offsetOf(minutes: number): string {
  if (minutes === 0) return "Z";
  const two = (part: number) => String(part).padStart(2, "0");
  const away = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(away / 60))}:${two(away % 60)}`;
}

function minutesOf(offset: string): number {
  if (offset === "Z") return 0;
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** A moment to read, in the zone that it was written in. */
export function momentWords(value: string | number | boolean): string {
  const instant = readInstant(value);
  if (instant === undefined) return String(value);
  const [date = "", time = ""] = instant.wall.split("T");
  const [year, month, day] = date.split("-");
  const short = time.endsWith(":00") ? time.slice(0, 5) : time;
  const zone = instant.offset === "Z" ? "UTC" : `UTC${instant.offset}`;
  return `${Number(day)} ${months[Number(month) - 1] ?? ""} ${year}, ${short} ${zone}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
