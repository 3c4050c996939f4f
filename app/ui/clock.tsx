import { createContext, startTransition, useContext, useEffect, useState, type ReactNode } from "react";
import { absoluteTime, relativeTime } from "./time.ts";

interface Clock {
  readonly now: number;
  /** `undefined` once the page runs in a browser, whose own zone then counts. */
  readonly zone: string | undefined;
}

const ClockContext = createContext<Clock>({ now: 0, zone: "UTC" });

/** One clock for the page. It starts at the server's time, so that what was rendered there still holds here. */
export function ClockProvider({ start, children }: { readonly start: number; readonly children: ReactNode }) {
  const [clock, setClock] = useState<Clock>({ now: start, zone: "UTC" });
  useEffect(() => {
    const tick = () => {
      // Telling every time anew keeps nobody waiting who clicks meanwhile.
      startTransition(() => {
        setClock({ now: Date.now(), zone: undefined });
      });
    };
    tick();
    const timer = setInterval(tick, 20_000);
    return () => {
      clearInterval(timer);
    };
  }, [start]);
  return <ClockContext.Provider value={clock}>{children}</ClockContext.Provider>;
}

/** The page's time in epoch milliseconds, a few seconds old at most. */
export const useNow = () => useContext(ClockContext).now;

/** The zone that times are told in; `undefined` is the browser's own. */
export const useZone = () => useContext(ClockContext).zone;

export interface TimeProps {
  /** Any form that `Date` reads. */
  readonly at: string | number | Date;
  readonly className?: string;
}

/** A time as people tell it, with the exact one on hover and for machines. */
export function Time({ at, className }: TimeProps) {
  const clock = useContext(ClockContext);
  const value = new Date(at);
  const ms = value.getTime();
  return (
    <time dateTime={value.toISOString()} title={absoluteTime(ms, clock.zone)} className={className}>
      {relativeTime(ms, Math.max(clock.now, 1))}
    </time>
  );
}
