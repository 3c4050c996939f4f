import { useEffect, useRef, useSyncExternalStore } from "react";
import { readKeys, type Command } from "./commands.ts";

const place = "guidon.letters";
const patienceMs = 1200;

/** Whether single letters are shortcuts in this browser; whoever dictates, or uses other tools, turns them off. */
export function useLetters(): readonly [boolean, (letters: boolean) => void] {
  const letters = useSyncExternalStore(subscribe, read, () => true);
  return [
    letters,
    (next) => {
      localStorage.setItem(place, next ? "on" : "off");
      dispatchEvent(new StorageEvent("storage", { key: place }));
    },
  ];
}

const read = () => localStorage.getItem(place) !== "off";

function subscribe(told: () => void): () => void {
  addEventListener("storage", told);
  return () => {
    removeEventListener("storage", told);
  };
}

export interface Shortcuts {
  readonly commands: readonly Command[];
  readonly letters: boolean;
  readonly run: (command: Command) => void;
  readonly openPalette: () => void;
}

/** Hears the keys of the whole page, but not of fields, and nothing while a dialog or menu has them. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let typed: string[] = [];
    let since = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      const { commands, letters, run, openPalette } = latest.current;
      if ((event.metaKey || event.ctrlKey) && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openPalette();
        return;
      }
      if (!letters || event.metaKey || event.ctrlKey || event.altKey || isTaken(event)) return;
      if (event.key.length !== 1) return;
      const recent = event.timeStamp - since < patienceMs ? typed : [];
      since = event.timeStamp;
      // Keys that lead nowhere are forgotten, and the last one begins anew.
      typed =
        [[...recent, event.key], [event.key]].find((keys) => readKeys(commands, keys) !== undefined) ?? [];
      const asked = readKeys(commands, typed);
      if (asked === undefined || asked === "waiting") return;
      typed = [];
      event.preventDefault();
      run(asked);
    };
    addEventListener("keydown", onKeyDown);
    return () => {
      removeEventListener("keydown", onKeyDown);
    };
  }, []);
}

const others =
  "input, textarea, select, [contenteditable], [role=menu], [role=dialog], [role=listbox], [role=radiogroup]";

function isTaken({ target, defaultPrevented }: KeyboardEvent): boolean {
  return defaultPrevented || (target instanceof Element && target.closest(others) !== null);
}
