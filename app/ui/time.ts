const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const month = 30.44 * day;
const year = 365.25 * day;

/** How long ago, in as few letters as possible: "now", "5 min", "2 h", "3 d", "5 mo", "2 y". The future gets "in". */
export function relativeTime(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  const size = Math.abs(seconds);
  const words = distance(size);
  if (words === "now") return words;
  return seconds < 0 ? `in ${words}` : `${words} ago`;
}

function distance(seconds: number): string {
  if (seconds < 45) return "now";
  if (seconds < hour) return `${Math.max(1, Math.round(seconds / minute))} min`;
  if (seconds < day) return `${Math.round(seconds / hour)} h`;
  if (seconds < 45 * day) return `${Math.round(seconds / day)} d`;
  if (seconds < year) return `${Math.round(seconds / month)} mo`;
  return `${Math.round(seconds / year)} y`;
}

/** The absolute time in one zone; `undefined` is the zone of whoever looks. */
export function absoluteTime(at: number, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}

/** "Friday, 20 November 2026" in one zone. */
export function dayOf(at: number, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat("en-GB", {
    ...{ weekday: "long", day: "numeric", month: "long", year: "numeric" },
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}

/** "14:05:09" in one zone. */
export function timeOfDay(at: number, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat("en-GB", {
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}
