import type { Logger } from "./log.server.ts";

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
    timer = setTimeout(() => void turn(), ms).unref();
  }

  wait();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
