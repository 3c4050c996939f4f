import type { Gate, Range } from "@guidon/engine";
import type { Place } from "#app/features/access/locate-environment.server.ts";
import { publishTargetings } from "#app/features/targeting/publish-targetings.server.ts";
import type { Targeting } from "#app/features/targeting/targeting.ts";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { ExpectedVersion } from "#app/platform/expect-version.ts";
import { requireSharedDraw } from "./locate-shared-draw.server.ts";
import { isGateOf, type SharedDraw } from "./shared-draw.ts";
import { gatesAt, movedUnits, withGates } from "./slices.ts";

export interface ChangeGatesInput {
  readonly place: Place;
  readonly draw: SharedDraw;
  readonly flag: string;
  /** A rule's id; the fallthrough where left out. */
  readonly rule?: string | undefined;
  readonly expectedVersion: ExpectedVersion;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** For the audit, noun first. */
  readonly action: string;
  readonly summary: string;
  /** Asked for under the lock: what the gates of the split are to be. */
  readonly gates: (
    tx: Transaction,
  ) => Promise<(targeting: Targeting) => (gates: readonly Gate[]) => readonly Gate[]>;
}

export interface ChangedGates {
  readonly revision: number;
  /** Of the targeting, as If-Match names it. */
  readonly version: string;
  readonly changes: readonly string[];
  /** What the split lets in of the draw; null: everybody. */
  readonly ranges: readonly Range[] | null;
  /** Of all users, in per cent: who is let in now and was not before, and the other way round. */
  readonly entering: number;
  readonly leaving: number;
}

/** Changes what one split of a flag takes of a shared draw: a change of targeting like any other. */
export async function changeGates(ctx: Context, input: ChangeGatesInput): Promise<ChangedGates> {
  const { place, draw, flag, rule, expectedVersion } = input;
  let sides: { before: readonly Range[] | undefined; after: readonly Range[] | undefined } | undefined;
  const { decided, revision } = await publishTargetings(ctx, {
    ...{ place, action: input.action, comment: input.comment ?? input.summary, dryRun: input.dryRun },
    summary: () => `${input.summary} in ${place.environmentKey}`,
    async changes(tx) {
      // Whoever deletes it holds the same lock: found here, it stays until this is published.
      await requireSharedDraw(tx, draw);
      const gates = await input.gates(tx);
      const derive = (current: Targeting) => {
        const next = withGates(current, rule, gates(current));
        sides = { before: rangesAt(draw, current, rule), after: rangesAt(draw, next, rule) };
        return next;
      };
      return [{ flag, expectedVersion, edit: { derive }, pointer: "" }];
    },
  });
  const [change] = decided;
  if (change === undefined || sides === undefined)
    throw new Error("One change was asked for, and none was decided.");
  return {
    revision,
    version: String(change.row.version),
    changes: change.changes,
    ranges: sides.after ?? null,
    ...movedUnits(sides.before, sides.after),
  };
}

function rangesAt(draw: SharedDraw, targeting: Targeting, rule: string | undefined) {
  return gatesAt(targeting, rule).find((gate) => isGateOf(draw, gate))?.ranges;
}
