import { useProject } from "#app/pages/project-context.tsx";
import { useFlag } from "./flag-context.tsx";
import { stateWords } from "./flag-words.ts";
import type { EnvironmentTab } from "#app/features/environments/environment-tabs.tsx";

/** The flag's environments with its state in each, as the way to the same tab there. */
export function useEnvironmentTabs(tab: "targeting" | "history"): EnvironmentTab[] {
  const { project, environments } = useProject();
  const flag = useFlag();
  return environments.map(({ key, name }) => {
    const state = flag.environments.find((each) => each.key === key);
    return {
      key,
      name,
      to: `/projects/${project.key}/flags/${flag.key}/${tab}/${key}`,
      state: state?.killed === true ? "kill" : state?.on === true ? "on" : "off",
      words: state === undefined ? "" : stateWords(state),
    };
  });
}
