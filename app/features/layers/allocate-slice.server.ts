import type { Gate } from "@guidon/engine";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { findMoment } from "#app/features/publishing/find-moment.server.ts";
import { readState } from "#app/features/publishing/read-state.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { ExpectedVersion } from "#app/platform/expect-version.ts";
import { Problem } from "#app/platform/problem.ts";
import { changeGates, type ChangedGates } from "./change-gates.server.ts";
import { selectSharedDrawsById } from "./layer-store.server.ts";
import { locateSharedDraw } from "./locate-shared-draw.server.ts";
import { resized, sizeOf, WHOLE, without } from "./ranges.ts";
import { gateOf, isGateOf, type SharedDraw } from "./shared-draw.ts";
import { gatesOf, slicesOf, type HeldSlice } from "./slices.ts";

export interface SliceInput {
  readonly project: string;
  readonly environment: string;
  readonly layer: string;
  readonly flag: string;
  /** A rule's id; the fallthrough where left out. */
  readonly rule?: string | undefined;
  readonly expectedVersion: ExpectedVersion;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Gives a split of a flag so many per cent of a layer that no other flag has; who is in it already stays, as far as they fit. */
export async function allocateSlice(
  ctx: Context,
  input: SliceInput & { percent: number },
): Promise<ChangedGates> {
  const place = await locateEnvironment(ctx, input, "targeting.write");
  const { environmentId, projectId } = place;
  const layer = await locateSharedDraw(ctx.db, { projectId, kind: "layer", key: input.layer });
  const [holdout] = await selectSharedDrawsById(ctx.db, layer.holdoutId === null ? [] : [layer.holdoutId]);
  const size = Math.round(input.percent * (WHOLE / 100));
  return changeGates(ctx, {
    ...{ ...input, place, draw: layer },
    action: "layer.allocated",
    summary: `Gave ${input.flag} ${input.percent} % of ${layer.key}`,
    async gates(tx) {
      const { revision } = await findMoment(tx, ctx, { environmentId, moment: {} });
      const { flags } = await readState(tx, ctx, { environmentId, revision });
      const others = slicesOf(layer, flags).filter(({ flag }) => flag !== input.flag);
      return (targeting) => {
        const held = gatesOf(layer, targeting).flatMap(({ ranges }) => ranges);
        const ranges = resized(
          held,
          size,
          others.flatMap((other) => other.ranges),
        );
        if (ranges === undefined) throw tooMuch(layer, size, others);
        return (gates) => withGate(gates, layer, holdout, gateOf(layer, ranges));
      };
    },
  });
}

/** In its place where there is one, else behind the others; a holdout comes first, whoever else is let in. */
function withGate(
  gates: readonly Gate[],
  layer: SharedDraw,
  holdout: SharedDraw | undefined,
  gate: Gate,
): readonly Gate[] {
  const known = gates.some((each) => isGateOf(layer, each));
  const next = known ? gates.map((each) => (isGateOf(layer, each) ? gate : each)) : [...gates, gate];
  if (holdout === undefined || next.some((each) => isGateOf(holdout, each))) return next;
  return [gateOf(holdout, [[holdout.heldOut ?? 0, WHOLE]]), ...next];
}

function tooMuch(layer: SharedDraw, size: number, others: readonly HeldSlice[]): Problem {
  const share = (units: number) => `${units / 1000} %`;
  const free = sizeOf(
    without(
      [[0, WHOLE]],
      others.flatMap(({ ranges }) => ranges),
    ),
  );
  const holders = others.map(({ flag, ranges }) => ({ flag, percent: sizeOf(ranges) / 1000 }));
  const held = holders.map(({ flag, percent }) => `"${flag}" holds ${percent} %`).join(", ");
  return new Problem("slice_taken", {
    detail: `${share(size)} of ${layer.key} is more than the ${share(free)} that no other flag holds: ${held}.`,
    fields: [{ pointer: "/percent", message: `At most ${share(free)} can be had.` }],
    extra: { free: free / 1000, holders },
  });
}
