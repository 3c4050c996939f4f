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
 * Draws the next delay uniformly from a window that doubles with every failure ("full jitter").
 *
 * The service's `retry:` is read as the first window, not as a delay: a process that holds 10,000 streams says 10 s and
 * gets back 1,000 connections a second when it restarts, one that holds twenty says 500 ms and has them back at once.
 */
export function drawDelay(
  settings: BackOffSettings,
  position: BackOffPosition,
  random: () => number,
): number {
  const first = position.retryWindow ?? settings.base;
  // 2^16 windows are far past any cap; the bound keeps the power finite after weeks of failures.
  const grown = first * 2 ** Math.min(position.attempt, 16);
  return random() * Math.min(grown, Math.max(settings.cap, first));
}
