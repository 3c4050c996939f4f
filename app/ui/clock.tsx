import { createContext, startTransition, useContext, useEffect, useState, type ReactNode } from "react";
import { absoluteTime, relativeTime, timeOfDay, utcTime, type Zone } from "./time.ts";

const NowContext = createContext(0);
const ZoneContext = createContext<Zone>("UTC");

const tickMs = 20_000;

/** One clock for the page. It starts at the server's time, so that what was rendered there still holds here. */
export function ClockProvider({ start, children }: { readonly start: number; readonly children: ReactNode }) {
  const [now, setNow] = useState(start);
  const [zone, setZone] = useState<Zone>("UTC");
  useEffect(() => {
    const tick = () => {
      // Telling every time anew keeps nobody waiting who clicks meanwhile.
      startTransition(() => {
        setNow(Date.now());
      });
    };
    startTransition(() => {
      setZone(undefined);
    });
    // What was rendered a moment ago needs no telling anew.
    if (Math.abs(Date.now() - start) > tickMs) tick();
    const timer = setInterval(tick, tickMs);
    return () => {
      clearInterval(timer);
    };
  }, [start]);
  return (
    <NowContext.Provider value={now}>
      <ZoneContext.Provider value={zone}>{children}</ZoneContext.Provider>
    </NowContext.Provider>
  );
}

/** The page's time in epoch milliseconds, some 20 seconds old at most. */
export const useNow = () => useContext(NowContext);

/** The zone that times are told in: the server's, and once the page runs in a browser `undefined`, which is the browser's own. */
export const useZone = () => useContext(ZoneContext);

export interface TimeProps {
  /** Any form that `Date` reads. */
  readonly at: string | number | Date;
  readonly className?: string;
}

/** A time as people tell it: "5 min ago". */
export function Time(props: TimeProps) {
  const now = useNow();
  return <Moment {...props} words={(at) => relativeTime(at, Math.max(now, 1))} />;
}

/** A time of day: "14:05:09". */
export function TimeOfDay(props: TimeProps) {
  const zone = useZone();
  return <Moment {...props} words={(at) => timeOfDay(at, zone)} />;
}

/** With the exact time for machines and on hover, there in the zone of whoever looks. */
function Moment({ at, className, words }: TimeProps & { readonly words: (at: number) => string }) {
  const value = new Date(at);
  const ms = value.getTime();
  return (
    <time
      dateTime={value.toISOString()}
      title={utcTime(ms)}
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = absoluteTime(ms, undefined);
      }}
      className={className}
    >
      {words(ms)}
    </time>
  );
}
