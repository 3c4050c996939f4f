import type { DocumentName } from "@guidon/engine";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { findMoment } from "#app/features/publishing/find-moment.server.ts";
import type { FoundMoment, Moment } from "#app/features/publishing/moment.ts";
import { readState } from "#app/features/publishing/read-state.server.ts";
import { documentDifferences } from "#app/features/targeting/document-differences.ts";
import type { Context } from "#app/platform/context.ts";
import type { MomentComparison } from "./moment-comparison.ts";

/** What flags and segments did otherwise at one moment of an environment than at another. */
export async function compareMoments(
  ctx: Context,
  input: {
    readonly project: string;
    readonly environment: string;
    readonly from: Moment;
    readonly to: Moment;
    /** Only this one. */
    readonly only?: DocumentName | undefined;
  },
): Promise<MomentComparison> {
  const { environmentId } = await locateEnvironment(ctx, input, "flag.read");
  const find = (moment: Moment, pointer: string) =>
    findMoment(ctx.db, ctx, { environmentId, moment, pointer });
  const [from, to] = [await find(input.from, "/from"), await find(input.to, "/to")];
  const state = ({ revision }: FoundMoment) => readState(ctx.db, ctx, { environmentId, revision });
  return { from, to, differences: documentDifferences(await state(from), await state(to), input.only) };
}
