import type { Explanation } from "@guidon/engine";

/** How far an evaluation went along the path, for each place on it. */
export type PathState = "served" | "passed" | "waiting";

export interface PathStates {
  readonly kill: PathState;
  readonly switch: PathState;
  readonly prerequisites: PathState;
  readonly targets: PathState;
  readonly rules: ReadonlyMap<string, PathState>;
  readonly fallthrough: PathState;
}

export const darkPath: PathStates = {
  kill: "waiting",
  switch: "waiting",
  prerequisites: "waiting",
  targets: "waiting",
  rules: new Map(),
  fallthrough: "waiting",
};

/** Which places of the path light up for an explanation. */
export function pathStates(explanation: Explanation): PathStates {
  const states = { ...darkPath, rules: new Map<string, PathState>() };
  for (const step of explanation.steps) {
    if (step.step === "kill") return { ...states, kill: "served" };
    if (step.step === "switch") states.switch = step.outcome === "off" ? "served" : "passed";
    if (step.step === "prerequisite") states.prerequisites = step.outcome === "met" ? "passed" : "served";
    if (step.step === "targets") states.targets = step.outcome === "match" ? "served" : "passed";
    if (step.step === "rule") states.rules.set(step.id, step.outcome === "served" ? "served" : "passed");
    if (step.step === "fallthrough") states.fallthrough = "served";
  }
  const reached = states.targets !== "waiting" || states.rules.size > 0 || states.fallthrough !== "waiting";
  // Places without anything in them take no step of their own, but the way leads through them.
  if (reached && states.prerequisites === "waiting") states.prerequisites = "passed";
  if ((states.rules.size > 0 || states.fallthrough !== "waiting") && states.targets === "waiting") {
    states.targets = "passed";
  }
  return states;
}
