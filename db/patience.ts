import { DatabaseUnavailable } from "./outage.server.ts";

export interface Patience {
  /** Rejects once something was waited for and nothing at all came for `limitMs`. */
  readonly exhausted: Promise<never>;
  /** The answer, unless patience ends before it comes. */
  waitFor<T>(answer: PromiseLike<T>): Promise<T>;
}

/** How long a server may be silent. Time in which nothing is asked of it does not count. */
export function createPatience(limitMs: number): Patience {
  const { promise: exhausted, reject } = Promise.withResolvers<never>();
  exhausted.catch(() => undefined);
  let awaited = 0;
  let timer: NodeJS.Timeout | undefined;

  function restart(): void {
    clearTimeout(timer);
    if (awaited === 0) return;
    const why = `The database gave no answer within ${limitMs} ms.`;
    timer = setTimeout(() => reject(new DatabaseUnavailable(why)), limitMs);
  }

  return {
    exhausted,
    async waitFor(answer) {
      awaited++;
      restart();
      try {
        return await Promise.race([answer, exhausted]);
      } finally {
        awaited--;
        restart();
      }
    },
  };
}
