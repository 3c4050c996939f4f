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

const words = { day: "numeric", month: "short", year: "numeric" } as const;
const digits = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;

/** The absolute time in one zone; `undefined` is the zone of whoever looks. */
export const absoluteTime = teller({ ...words, ...digits, timeZoneName: "short" });

/** "Friday, 20 November 2026" in one zone. */
export const dayOf = teller({ ...words, weekday: "long", month: "long" });

/** "14:05:09" in one zone. */
export const timeOfDay = teller(digits);

/** Making a format takes a hundred times as long as using it, and a page tells hundreds of times. */
function teller(options: Intl.DateTimeFormatOptions) {
  const made = new Map<string | undefined, Intl.DateTimeFormat>();
  return (at: number, timeZone: string | undefined): string => {
    let format = made.get(timeZone);
    if (format === undefined) {
      format = new Intl.DateTimeFormat("en-GB", {
        ...options,
        ...(timeZone === undefined ? {} : { timeZone }),
      });
      made.set(timeZone, format);
    }
    return format.format(at);
  };
}
