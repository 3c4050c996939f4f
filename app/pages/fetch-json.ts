import { backgroundSignal } from "./background.ts";

/**
 * What the API answers to whoever is signed in; undefined where it cannot now. For figures that are asked for in the
 * background: a page's own fetchers are cut off, with an error in the console, whenever a form is sent meanwhile.
 */
export async function fetchJson<T>(address: string): Promise<T | undefined> {
  try {
    const response = await fetch(address, { signal: backgroundSignal() });
    return response.ok ? ((await response.json()) as T) : undefined;
  } catch {
    // The line is down, or the page is being left, or its person; the next asking makes up for it.
    return undefined;
  }
}
