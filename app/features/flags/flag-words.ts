import type { FlagType } from "@guidon/engine";
import type { FlagKind } from "./flag.ts";
import type { FlagState } from "./flag-query.ts";
import type { EnvironmentState } from "./flag-view.ts";

export const kindWords: Readonly<Record<FlagKind, { readonly name: string; readonly hint: string }>> = {
  release: { name: "release", hint: "Ship dark, ramp up, then remove." },
  experiment: { name: "experiment", hint: "Compare variants and learn which is better." },
  ops: { name: "ops", hint: "Tune a running system without a deploy." },
  permission: { name: "permission", hint: "Give a feature to some customers, for good." },
  "kill-switch": { name: "kill switch", hint: "Turn something off at once when it breaks." },
};

export const typeWords: Readonly<Record<FlagType, { readonly name: string; readonly hint: string }>> = {
  boolean: { name: "Boolean", hint: "on or off" },
  string: { name: "String", hint: "one of several texts" },
  number: { name: "Number", hint: "a limit, a size, a price" },
  object: { name: "Object", hint: "a JSON configuration" },
};

/** What a flag does in an environment, in two or three words. */
export function stateWords(state: Pick<EnvironmentState, "on" | "killed" | "rollout">): string {
  if (state.killed) return "killed";
  if (!state.on) return "off";
  return state.rollout === null ? "on" : `${state.rollout} %`;
}

/** The states that a list can be narrowed to. */
export const stateNames = {
  on: "on",
  off: "off",
  rolling: "rolling out",
  killed: "killed",
} as const satisfies Record<FlagState, string>;

export const showWords = { stale: "Stale", expired: "Past due", archived: "Archived" } as const;
