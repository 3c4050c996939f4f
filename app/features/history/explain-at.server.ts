import {
  compile,
  explain,
  type Evaluation,
  type EvaluationContext,
  type ExplanationStep,
  type Program,
  type Snapshot,
} from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { findMoment } from "#app/features/publishing/find-moment.server.ts";
import { listKey } from "#app/features/publishing/lists.ts";
import type { Moment } from "#app/features/publishing/moment.ts";
import { readListsOf } from "#app/features/publishing/read-lists-of.server.ts";
import { readState } from "#app/features/publishing/read-state.server.ts";
import type { Context } from "#app/platform/context.ts";

export interface ExplainAtInput extends Moment {
  readonly project: string;
  readonly environment: string;
  readonly flags: readonly string[] | "all";
  readonly context: EvaluationContext;
}

export interface ExplainedAt {
  /** `project/environment`. */
  readonly environment: string;
  readonly revision: number;
  readonly publishedAt: Date;
  /** The evaluation's own time, for conditions about it. */
  readonly at: Date;
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  readonly steps: ReadonlyMap<string, readonly ExplanationStep[]>;
}

/**
 * Evaluates again, exactly, what was served at a revision or time, with every step: the same engine on the same documents
 * at the same time. With a revision alone, the time is that of its publication.
 */
export async function explainAt(ctx: Context, input: ExplainAtInput): Promise<ExplainedAt> {
  const { environmentId } = await locateEnvironment(ctx, input, "evaluation.explain");
  const { revision, publishedAt } = await findMoment(ctx.db, ctx, { environmentId, moment: input });
  const at = input.at ?? (input.revision === undefined ? ctx.now() : publishedAt);
  const snapshot = await readState(ctx.db, ctx, { environmentId, revision });
  const program = await programOf(ctx, environmentId, snapshot);
  const keys = input.flags === "all" ? [...program.flags.keys()] : input.flags;
  const explained = keys.map((key) => explain(program, key, input.context, { now: at.getTime() }));
  return {
    ...{ environment: snapshot.environment, revision, publishedAt, at },
    evaluations: new Map(explained.map(({ flag, evaluation }) => [flag, evaluation])),
    steps: new Map(explained.map(({ flag, steps }) => [flag, steps])),
  };
}

async function programOf(ctx: Context, environmentId: string, snapshot: Snapshot): Promise<Program> {
  const live = ctx.snapshots.get(environmentId);
  if (live?.snapshot === snapshot) return live.program;
  const lists = await readListsOf(ctx.db, ctx, { environmentId, snapshot });
  return compile(snapshot, {
    ...{ matcher, hasher },
    lists: (segment, list) => lists.get(listKey({ segment, list }))?.keys,
  });
}
