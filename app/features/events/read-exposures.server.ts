import type { Context } from "#app/platform/context.ts";
import { selectExposures, type ExposureRow } from "./event-store.server.ts";

/** What SDKs reported of one flag and unit within a time, newest first. The caller has authorised the reading. */
export async function readExposures(
  ctx: Context,
  of: { environmentId: string; flag: string; unit: string; from: Date; to: Date; limit: number },
): Promise<ExposureRow[]> {
  return selectExposures(ctx.db, of);
}
