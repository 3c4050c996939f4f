import { DatabaseBusy } from "./outage.server.ts";

/** A number of places. Who finds them taken waits in line: first come, first served. */
export interface Line {
  /** Does `work` in a place. Throws without having begun where none came free in time. */
  enter<T>(work: () => Promise<T>): Promise<T>;
}

export function createLine(places: number, limitMs: number): Line {
  let free = places;
  const waiting = new Set<() => void>();

  function turn(): Promise<void> {
    return new Promise((begin, giveUp) => {
      const call = () => {
        clearTimeout(timer);
        begin();
      };
      const timer = setTimeout(() => {
        waiting.delete(call);
        giveUp(new DatabaseBusy(`No connection came free within ${limitMs} ms.`));
      }, limitMs);
      waiting.add(call);
    });
  }

  function leave(): void {
    const [next] = waiting;
    if (next === undefined) {
      free++;
      return;
    }
    waiting.delete(next);
    next();
  }

  return {
    async enter(work) {
      if (free > 0) free--;
      else await turn();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
