const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;
const DAY = 86_400_000;

/**
 * Epoch milliseconds of an RFC 3339 date and time with zone, or of a finite number of them; what is below the millisecond is cut. A leap second
 * (`:60`, only at 23:59 UTC) is read as the second after it. `undefined` for everything else.
 */
export function instant(value: unknown): number | undefined {
  if (Number.isFinite(value)) return Math.floor(value as number);
  const match = typeof value === "string" ? RFC_3339.exec(value) : null;
  if (!match) return undefined;
  const part = (i: number): number => Number(match[i] ?? 0);
  const days = daysBefore(part(1), part(2), part(3));
  const isDate = part(2) > 0 && part(2) < 13 && part(3) > 0 && days < daysBefore(part(1), part(2) + 1, 1);
  const offset = part(9) * 60 + part(10);
  const minutes = part(4) * 60 + part(5) + (match[8] === "-" ? offset : -offset);
  if (!isDate || (part(6) === 60 && (minutes + 2881) % 1440 !== 0)) return undefined;
  return days * DAY + minutes * 60_000 + part(6) * 1_000 + Number(`${match[7] ?? ""}00`.slice(0, 3));
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar, whose years here begin in March; month 13 is the next January. */
function daysBefore(year: number, month: number, day: number): number {
  const y = month < 3 ? year - 1 : year;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return 365 * y + leaps + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 719_469;
}
