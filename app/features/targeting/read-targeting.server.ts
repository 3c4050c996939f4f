import type { FlagDocument } from "@guidon/engine";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { locateTargeting } from "./locate-targeting.server.ts";
import { toDocument, type Targeting } from "./targeting.ts";

export interface TargetingView {
  readonly targeting: Targeting;
  /** Goes up by one with each change; what If-Match names. */
  readonly version: string;
  readonly updatedAt: Date;
  /** What SDKs evaluate; its revision is 0 here, and the publication log's there. */
  readonly document: FlagDocument;
}

export async function readTargeting(
  ctx: Context,
  input: { project: string; environment: string; flag: string },
): Promise<TargetingView> {
  const place = await locateEnvironment(ctx, input, "flag.read");
  const row = await locateTargeting(ctx.db, place, input.flag);
  return {
    targeting: row.targeting,
    version: String(row.version),
    updatedAt: row.updatedAt,
    document: toDocument(row.flag, row.targeting),
  };
}
