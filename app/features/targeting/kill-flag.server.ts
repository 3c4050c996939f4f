import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import { changeKill, type KillInput } from "./change-kill.server.ts";
import type { KillState } from "./kill-state.ts";

export interface KillFlagInput extends KillInput {
  /**
   * What everybody gets; null for the caller's default. Left out: what it is killed with already, else the flag's safe
   * variant, else its off variant.
   */
  readonly variant?: string | null | undefined;
}

/** Serves the flag's safe variant to everybody, whatever its targeting says, until the kill is lifted. */
export async function killFlag(ctx: Context, input: KillFlagInput): Promise<KillState> {
  const words = {
    action: "flag.killed",
    summary: (flag: string, environment: string) => `Killed ${flag} in ${environment}`,
  };
  return changeKill(ctx, input, words, (flag, { kill, offVariant }) => {
    if (input.variant === undefined) return kill ?? { variant: flag.safeVariant ?? offVariant };
    if (input.variant !== null && !flag.variants.some(({ key }) => key === input.variant)) {
      throw invalid("/variant", `The flag has no variant "${input.variant}".`);
    }
    return { variant: input.variant };
  });
}
