/** A typed set of listeners in which one listener's failure reaches neither the others nor the caller. */
export interface Emitter<Events> {
  on: <Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void) => () => void;
  emit: <Name extends keyof Events>(name: Name, event: Events[Name]) => void;
  clear: () => void;
}

/** Makes an emitter; `onThrow` is told what a listener threw. */
export function createEmitter<Events>(
  onThrow: (name: keyof Events, thrown: unknown) => void,
): Emitter<Events> {
  // One set per name. A listener is stored in a fresh wrapper so that the same function may be added twice and each
  // `unsubscribe` removes exactly its own.
  const listeners = new Map<keyof Events, Set<{ call: (event: never) => void }>>();
  return {
    on(name, listener) {
      const entry = { call: listener };
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(entry));
      return () => void set.delete(entry);
    },
    emit(name, event) {
      // A copy: a listener added by a listener is first called for the next event.
      for (const { call } of Array.from(listeners.get(name) ?? [])) {
        try {
          call(event as never);
        } catch (thrown) {
          onThrow(name, thrown);
        }
      }
    },
    clear() {
      listeners.clear();
    },
  };
}
