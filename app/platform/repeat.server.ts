import type { Logger } from "./log.server.ts";

const retryMs = 500;

/** What failed is tried again sooner than what worked: a return should not go unnoticed for a whole turn. */
export function repeatAfter(ms: number, failed: boolean): number {
  return failed ? Math.min(ms, retryMs) : ms;
}

/** Runs `work` every `ms` until stopped, never twice at once. A row of failures is told once. */
export function repeat(
  ms: number,
  work: () => Promise<void>,
  input: { failure: string; log: Logger },
): () => void {
  let stopped = false;
  let failing = false;
  let timer: NodeJS.Timeout;

  async function turn(): Promise<void> {
    try {
      await work();
      failing = false;
    } catch (error) {
      if (!failing && !stopped) input.log.warn({ err: error }, input.failure);
      failing = true;
    }
    if (!stopped) wait();
  }
  function wait(): void {
    timer = setTimeout(() => void turn(), repeatAfter(ms, failing)).unref();
  }

  wait();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
