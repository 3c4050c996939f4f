/** How reconnect delays grow; all in milliseconds. */
export interface BackOffSettings {
  /** The window of the first delay where the service has not named one. */
  base: number;
  /** No window grows past this, unless the service itself asked for a longer one. */
  cap: number;
}

/** Where in the growth a client is: failed attempts in a row, and the window that the service last named. */
export interface BackOffPosition {
  attempt: number;
  retryWindow?: number | undefined;
}

/**
 * Draws the next delay.
 *
 * Where the service has named no window: uniformly from one that doubles with every failure ("full jitter").
 *
 * The service's `retry:` is read as a window, not as a delay: a process that holds 10,000 streams says 8 s and gets back
 * 1,250 connections a second when it restarts, one that holds twenty says 500 ms and has them back at once. The draw
 * begins a quarter of the window in, while a restart lasts, and the window doubles from the third failure on: it is
 * made for all who come back, so one who met a closed door need not stand back for longer yet.
 */
export function drawDelay(
  settings: BackOffSettings,
  position: BackOffPosition,
  random: () => number,
): number {
  const { retryWindow, attempt } = position;
  // 2^16 windows are far past any cap; the bound keeps the power finite after weeks of failures.
  if (retryWindow === undefined)
    return random() * Math.min(settings.base * 2 ** Math.min(attempt, 16), settings.cap);
  const grown = retryWindow * 2 ** Math.min(Math.max(attempt - 2, 0), 16);
  return (0.25 + random()) * Math.min(grown, Math.max(settings.cap, retryWindow));
}
