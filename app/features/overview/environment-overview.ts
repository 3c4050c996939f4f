import type { FlagDocument } from "@guidon/engine";
import { rolloutOf } from "#app/features/targeting/rollout.ts";

/** How many flags are in which state; each is in one. */
export interface FlagStates {
  /** Serving their rules, and everybody else one variant. */
  readonly on: number;
  /** Serving everybody else a split. */
  readonly rolling: number;
  readonly off: number;
  readonly killed: number;
}

/** An environment as a project's overview shows it. */
export interface EnvironmentOverview {
  readonly key: string;
  readonly name: string;
  readonly revision: number;
  readonly protected: boolean;
  readonly flags: FlagStates;
  /** SDK instances that report, and how many of them serve the latest revision. */
  readonly instances: { readonly connected: number; readonly serving: number };
  /** Flags and segments that this server cannot run: an alarm. */
  readonly quarantined: readonly { readonly kind: "flag" | "segment"; readonly key: string }[];
}

export function countStates(flags: readonly FlagDocument[]): FlagStates {
  const counts = { on: 0, rolling: 0, off: 0, killed: 0 };
  for (const flag of flags) counts[stateOf(flag)]++;
  return counts;
}

function stateOf(flag: FlagDocument): keyof FlagStates {
  if (flag.kill !== undefined) return "killed";
  if (!flag.on) return "off";
  return rolloutOf(flag) === null ? "on" : "rolling";
}
