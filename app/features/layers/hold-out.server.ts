import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { SliceInput } from "./allocate-slice.server.ts";
import { changeGates, type ChangedGates } from "./change-gates.server.ts";
import { locateSharedDraw } from "./locate-shared-draw.server.ts";
import { WHOLE } from "./ranges.ts";
import { gateOf, isGateOf } from "./shared-draw.ts";

export type HoldOutInput = Omit<SliceInput, "layer"> & {
  readonly holdout: string;
  /** False: the holdout has a say in it no longer. */
  readonly applies: boolean;
};

/** Keeps the users of a holdout out of a split, or no longer. */
export async function holdOut(ctx: Context, input: HoldOutInput): Promise<ChangedGates> {
  const place = await locateEnvironment(ctx, input, "targeting.write");
  const { projectId } = place;
  const { applies } = input;
  const holdout = await locateSharedDraw(ctx.db, { projectId, kind: "holdout", key: input.holdout });
  const gate = gateOf(holdout, [[holdout.heldOut ?? 0, WHOLE]]);
  return changeGates(ctx, {
    ...{ ...input, place, draw: holdout },
    action: applies ? "holdout.applied" : "holdout.lifted",
    summary: applies
      ? `Kept ${holdout.key} out of ${input.flag}`
      : `Kept ${holdout.key} out of ${input.flag} no longer`,
    gates: async () => () => (gates) => {
      const others = gates.filter((each) => !isGateOf(holdout, each));
      return applies ? [gate, ...others] : others;
    },
  });
}
