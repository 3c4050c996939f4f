import { useNavigation, useRevalidator } from "@remix-run/react";
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from "react";
import { ceaseBackground, resumeBackground } from "./background.ts";
import { onSignedOut } from "./kept-work.ts";

/** What the server tells of a project, as it happens. Of many keys only that they are many (null). */
export type LiveChange =
  | {
      readonly kind: "published";
      readonly environment: string;
      readonly revision: number;
      readonly flags: readonly string[] | null;
      readonly segments: readonly string[] | null;
    }
  /** Something that no SDK is told of, or that was missed: read anew. */
  | { readonly kind: "changed" };

type Listener = (change: LiveChange) => void;

/** Gives back what ends the listening. */
type Listen = (listener: Listener) => () => void;

const ListenContext = createContext<Listen>(() => () => undefined);

const shortestRetryMs = 1000;
const longestRetryMs = 30_000;

export interface LiveProviderProps {
  readonly project: string;
  /** Whoever looks: it ends when they sign out, in whatever window. */
  readonly person: string;
  readonly children: ReactNode;
}

/**
 * Follows what changes in the project while its page is looked at. A hidden page lets its stream go, since browsers open
 * few connections to one site; when it is seen again it may have missed something, and is told so.
 */
export function LiveProvider({ project, person, children }: LiveProviderProps) {
  const listeners = useRef(new Set<Listener>());
  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let opened = false;
    const tell = (change: LiveChange) => {
      for (const listener of listeners.current) listener(change);
    };
    const close = () => {
      clearTimeout(timer);
      source?.close();
      source = undefined;
    };
    const open = () => {
      close();
      const stream = new EventSource(`/api/v1/projects/${encodeURIComponent(project)}/changes`);
      source = stream;
      stream.addEventListener("open", () => {
        failures = 0;
        if (opened) tell({ kind: "changed" });
        opened = true;
      });
      stream.addEventListener("published", ({ data }: MessageEvent<string>) => {
        tell({
          kind: "published",
          ...(JSON.parse(data) as Omit<LiveChange & { kind: "published" }, "kind">),
        });
      });
      stream.addEventListener("changed", () => {
        tell({ kind: "changed" });
      });
      stream.addEventListener("error", () => {
        // A stream that only broke is opened again by the browser; one that was refused is not.
        if (stream.readyState !== EventSource.CLOSED) return;
        const wait = Math.min(longestRetryMs, shortestRetryMs * 2 ** failures) * (0.5 + Math.random());
        failures += 1;
        timer = setTimeout(open, wait);
      });
    };
    const follow = () => {
      if (document.visibilityState !== "visible") {
        close();
        return;
      }
      resumeBackground();
      open();
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    const deafen = onSignedOut(person, () => {
      ceaseBackground();
      close();
    });
    return () => {
      document.removeEventListener("visibilitychange", follow);
      deafen();
      close();
    };
  }, [project, person]);
  const [listen] = useState<Listen>(() => (listener: Listener) => {
    listeners.current.add(listener);
    return () => {
      listeners.current.delete(listener);
    };
  });
  return <ListenContext.Provider value={listen}>{children}</ListenContext.Provider>;
}

/** Calls back with every change while the component is there. */
export function useLiveChanges(listener: Listener): void {
  const listen = useContext(ListenContext);
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => listen((change) => latest.current(change)), [listen]);
}

/** Changes come in bursts; a page reads anew once after each, and not again before this. */
const restMs = 1500;
const gatherMs = 150;

/** Keeps what the page shows up to date, where `wanted` says that the change is about it. */
export function useLiveRefresh(wanted: (change: LiveChange) => boolean = () => true): void {
  const { revalidate, state } = useRevalidator();
  const navigation = useNavigation().state;
  // Reading anew while something is being read or sent would cut that off.
  const busy = useRef(false);
  useEffect(() => {
    busy.current = state !== "idle" || navigation !== "idle";
  }, [state, navigation]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  useLiveChanges((change) => {
    if (!wanted(change) || timer.current !== undefined) return;
    const refresh = () => {
      if (busy.current) {
        timer.current = setTimeout(refresh, gatherMs);
        return;
      }
      timer.current = undefined;
      last.current = Date.now();
      revalidate();
    };
    timer.current = setTimeout(refresh, Math.max(gatherMs, last.current + restMs - Date.now()));
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
}
