/** Under what a browser keeps what somebody has not saved: a person's own, until it is saved, thrown away, or they sign out. */
const prefixOf = (person: string) => `guidon:draft:${person}:`;

export function workUnder(person: string, ...place: readonly string[]): string {
  return prefixOf(person) + place.join(":");
}

// A browser may refuse its storage, or have none left: then nothing is kept, and leaving the page asks.

export function readWork(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function keepWork(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

export function dropWork(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    return;
  }
}

/** Everything of theirs, also what a page that is still open, here or in another window, is about to keep. */
export function dropWorkOf(person: string): void {
  const all = prefixOf(person);
  // A browser tells its other windows what changes in its storage; this one it does not.
  keepWork(all, "");
  for (const key of keptKeys()) {
    if (key.startsWith(all)) dropWork(key);
  }
  dispatchEvent(new StorageEvent("storage", { key: all }));
}

function keptKeys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/** Calls back when everything of the person whose work stands under the key is dropped. */
export function onWorkDropped(key: string, told: () => void): () => void {
  const hear = (event: StorageEvent) => {
    if (event.key !== null && event.key !== key && key.startsWith(event.key)) told();
  };
  addEventListener("storage", hear);
  return () => removeEventListener("storage", hear);
}

/** Calls back when the person signs out, here or in another window. */
export function onSignedOut(person: string, told: () => void): () => void {
  const hear = ({ key }: StorageEvent) => {
    if (key === prefixOf(person)) told();
  };
  addEventListener("storage", hear);
  return () => removeEventListener("storage", hear);
}
