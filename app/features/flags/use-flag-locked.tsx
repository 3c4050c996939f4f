import { useProject } from "#app/pages/project-context.tsx";
import { useFlag } from "./flag-context.tsx";

/** Why nothing can be changed of the flag itself; undefined where it can. */
export function useFlagLocked(): string | undefined {
  const { archived } = useFlag();
  const { may, refusal } = useProject();
  if (archived) return "The flag is archived. Restore it to change it.";
  return may("flag.write") ? undefined : refusal("change flags");
}
