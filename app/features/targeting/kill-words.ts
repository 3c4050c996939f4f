import type { Propagation } from "#app/features/propagation/propagation.ts";

/** How far a kill or its undo has come, for who waits for it. */
export interface Arrival {
  readonly words: string;
  readonly done: boolean;
  /** 0 to 100. */
  readonly percent: number;
}

export function arrivalOf(seen: Pick<Propagation, "connected" | "serving" | "lag"> | undefined): Arrival {
  if (seen === undefined) return { words: "Asking who has it …", done: false, percent: 0 };
  if (seen.connected === 0) {
    return {
      words: "No SDK instance reports from this environment. Those that do not report get it all the same.",
      done: true,
      percent: 100,
    };
  }
  const { connected, serving, lag } = seen;
  const done = serving >= connected;
  const who = `Applied by ${serving} of ${connected} ${connected === 1 ? "instance" : "instances"}`;
  const slowest = done && lag !== null ? `, the slowest after ${seconds(lag.max)}` : "";
  return { words: `${who}${slowest}.`, done, percent: Math.round((serving / connected) * 100) };
}

function seconds(ms: number): string {
  return ms < 995 ? `${Math.max(1, Math.round(ms / 10)) / 100} s` : `${(ms / 1000).toFixed(1)} s`;
}
