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

/** The zones that a page tells times in: the server's, then (`undefined`) the one of whoever looks. */
export type Zone = "UTC" | undefined;

const words = { day: "numeric", month: "short", year: "numeric" } as const;
const digits = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;

/** "27 Nov 2026, 12:00:00 UTC". */
export const absoluteTime = teller({ ...words, ...digits, timeZoneName: "short" });

/** "Friday, 20 November 2026". */
export const dayOf = teller({ ...words, weekday: "long", month: "long" });

/** "14:05:09". */
export function timeOfDay(at: number, zone: Zone): string {
  const date = new Date(at);
  return zone === "UTC" ? date.toISOString().slice(11, 19) : date.toTimeString().slice(0, 8);
}

/** `absoluteTime` in UTC without a format, for pages that tell hundreds before anybody asks. */
export function utcTime(at: number): string {
  const [, day = "", month, year] = new Date(at).toUTCString().split(" ");
  return `${Number(day)} ${month} ${year}, ${timeOfDay(at, "UTC")} UTC`;
}

/** Making a format takes a hundred times as long as using it. */
function teller(options: Intl.DateTimeFormatOptions) {
  const made = new Map<Zone, Intl.DateTimeFormat>();
  return (at: number, zone: Zone): string => {
    let format = made.get(zone);
    if (format === undefined) {
      format = new Intl.DateTimeFormat("en-GB", {
        ...options,
        ...(zone === undefined ? {} : { timeZone: zone }),
      });
      made.set(zone, format);
    }
    return format.format(at);
  };
}
