/**
 * What a window asks for by itself, beside what its person does in it. It ceases when that person signs out, here or in
 * another window, since it would only be refused, and goes on where somebody may be signed in again.
 */
let asking = new AbortController();

/** Aborted while nothing is to be asked for. */
export const backgroundSignal = (): AbortSignal => asking.signal;

/** Also breaks off what is under way. */
export function ceaseBackground(): void {
  asking.abort();
}

export function resumeBackground(): void {
  if (asking.signal.aborted) asking = new AbortController();
}
