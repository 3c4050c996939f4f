import type { Context } from "#app/platform/context.ts";
import { changeKill, type KillInput } from "./change-kill.server.ts";
import type { KillState } from "./kill-state.ts";

/** Takes the kill layer away: what lies beneath is served again, as it is now. Nothing else lifts it. */
export async function liftKill(ctx: Context, input: KillInput): Promise<KillState> {
  const words = {
    action: "flag.kill-lifted",
    summary: (flag: string, environment: string) => `Lifted the kill of ${flag} in ${environment}`,
  };
  return changeKill(ctx, input, words, () => undefined);
}
