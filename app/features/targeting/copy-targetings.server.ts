import { locateEnvironment, type Place } from "#app/features/access/locate-environment.server.ts";
import { countUnable } from "#app/features/propagation/count-unable.server.ts";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { ExpectedVersion } from "#app/platform/expect-version.ts";
import { invalid } from "#app/platform/problem.ts";
import type { ChangedTargetings } from "./change-targetings.server.ts";
import type { AskedChange } from "./decide-targeting.ts";
import { unknownFlag } from "./locate-targeting.server.ts";
import { publishTargetings } from "./publish-targetings.server.ts";
import { selectTargeted } from "./targeting-store.server.ts";

export interface CopyTargetingsInput {
  readonly project: string;
  /** From where. */
  readonly environment: string;
  /** To where. */
  readonly to: string;
  /** With the version that each is believed to have where it goes. */
  readonly flags: readonly {
    readonly flag: string;
    readonly expectedVersion: ExpectedVersion;
    readonly pointer: string;
  }[];
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Makes flags do in one environment what they do in another, in one revision. Seeds are copied, so users stay where they
 * are; kills are not: what is killed stays killed, and nothing else becomes so.
 */
export async function copyTargetings(ctx: Context, input: CopyTargetingsInput): Promise<ChangedTargetings> {
  const { project, environment } = input;
  const source = await locateEnvironment(ctx, { project, environment }, "flag.read");
  const target = await locateEnvironment(ctx, { project, environment: input.to }, "targeting.write");
  if (source.environmentId === target.environmentId)
    throw invalid("/to", "Copy to another environment than this one.");
  const { decided, revision } = await publishTargetings(ctx, {
    place: target,
    comment: input.comment ?? `Copied from ${source.environmentKey}`,
    dryRun: input.dryRun,
    action: "targeting.copied",
    summary: (key) => `Copied ${key} from ${source.environmentKey} to ${target.environmentKey}`,
    changes: (tx) => copies(tx, source, input),
  });
  const engine = Math.max(0, ...decided.map(({ document }) => document.engine));
  return {
    revision,
    changes: decided,
    cannotRun: await countUnable(ctx, { environmentId: target.environmentId, engine }),
  };
}

async function copies(
  tx: Transaction,
  source: Place,
  { flags }: CopyTargetingsInput,
): Promise<AskedChange[]> {
  const rows = await selectTargeted(
    tx,
    source,
    flags.map(({ flag }) => flag),
  );
  const byKey = new Map(rows.map((row) => [row.flag.key, row.targeting]));
  return flags.map(({ flag, ...asked }) => {
    const targeting = byKey.get(flag);
    if (targeting === undefined) throw unknownFlag(flag);
    return { flag, ...asked, edit: { replace: targeting } };
  });
}
