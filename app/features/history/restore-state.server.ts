import type { DocumentName, Snapshot } from "@guidon/engine";
import type { Place } from "#app/features/access/locate-environment.server.ts";
import type { AuditDraft } from "#app/features/audit/append-audit.server.ts";
import {
  restoreDefinitions,
  type RestoredDefinition,
} from "#app/features/flags/restore-definitions.server.ts";
import { restoreSegments, type RestoredSegment } from "#app/features/segments/restore-segments.server.ts";
import type { DocumentOperation } from "#app/features/publishing/document-operation.ts";
import { readLoggedState } from "#app/features/publishing/read-logged-state.server.ts";
import type { AskedChange, DecidedChange } from "#app/features/targeting/decide-targeting.ts";
import { decideTargetings } from "#app/features/targeting/decide-targetings.server.ts";
import type { MovedShare } from "#app/features/targeting/moved-shares.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import { toDocument } from "#app/features/targeting/targeting.ts";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import type { NamedChanges } from "./changes-in-words.ts";
import { planRestore, variantsNamed, type LeftAside, type RestorePlan } from "./plan-restore.ts";

export interface RestoredDocument extends NamedChanges {
  readonly moved: readonly MovedShare[];
}

export interface RestoredState {
  readonly documents: readonly RestoredDocument[];
  readonly left: readonly LeftAside[];
  /** The lowest engine that runs all of it. */
  readonly engine: number;
  readonly environments: readonly { environmentId: string; operations: readonly DocumentOperation[] }[];
  readonly audit: readonly AuditDraft[];
}

export interface RestoreStateInput {
  readonly place: Place;
  /** What the environment serves, locked. */
  readonly now: Snapshot;
  /** Of what is to come back. */
  readonly revision: number;
  /** One flag or segment alone, or (undefined) all that the environment serves. */
  readonly only?: DocumentName | undefined;
  readonly definitions: boolean;
  readonly segments: boolean;
  readonly comment: string;
}

/** Decides and keeps what a restore brings back. Part of the transaction that publishes it. */
export async function restoreState(
  tx: Transaction,
  ctx: Context,
  input: RestoreStateInput,
): Promise<RestoredState> {
  const { place, comment } = input;
  const { environmentId } = place;
  const { now } = input;
  const past = await readLoggedState(tx, { environmentId, revision: input.revision });
  const plan = planRestore({ now, past }, input);
  const restored = await restoreDefinitions(tx, ctx, {
    projectId: place.projectId,
    flags: plan.flags.filter(
      ({ definition, archived }) => definition !== undefined || archived !== undefined,
    ),
    comment,
  });
  const asked = askedOf(plan);
  refuseLost(now, plan, input.revision);
  const { decided, changed } = await decideTargetings(tx, ctx, { place, asked });
  const { segments: then } = plan;
  const segments = await restoreSegments(tx, ctx, { ...input, segments: then });

  return {
    documents: [
      ...told([
        ...restored.map(({ flag, changes }) => ({ key: flag.key, changes, moved: [] })),
        ...changed.map(({ row, changes, moved }) => ({ key: row.flag.key, changes, moved })),
      ]),
      ...segments.map(({ document: { key }, changes }) => ({
        ...{ kind: "segment" as const, key, changes, moved: [] },
      })),
    ],
    left: plan.left,
    engine: Math.max(0, ...[...decided, ...segments].map(({ document }) => document.engine)),
    environments: await operationsOf(tx, { environmentId, restored, changed, segments }),
    audit: [
      ...restored.map(({ audit }) => audit),
      ...changed.map(({ row, changes }) => ({
        action: "targeting.restored",
        projectId: place.projectId,
        environmentId,
        subject: { kind: "flag", key: row.flag.key },
        summary: `Restored ${row.flag.key} in ${place.environmentKey} as of revision ${input.revision}`,
        changes,
        comment,
      })),
      ...segments.map(({ audit }) => audit),
    ],
  };
}

/** One entry for each flag, in the order of their keys. */
function told(lines: readonly Omit<RestoredDocument, "kind">[]): RestoredDocument[] {
  const found = new Map<string, RestoredDocument>();
  for (const { key, changes, moved } of lines) {
    const known = found.get(key) ?? { kind: "flag", key, changes: [], moved: [] };
    found.set(key, {
      ...known,
      changes: [...known.changes, ...changes],
      moved: [...known.moved, ...moved],
    });
  }
  return [...found.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** What a flag is reaches every environment; what it does, and who belongs to a segment, this one alone. */
async function operationsOf(
  tx: Transaction,
  input: {
    environmentId: string;
    restored: readonly RestoredDefinition[];
    changed: readonly DecidedChange[];
    segments: readonly RestoredSegment[];
  },
): Promise<RestoredState["environments"]> {
  const flags = new Map(input.restored.map(({ flag }) => [flag.id, flag]));
  const rows = await readTargetings(tx, [...flags.keys()]);
  const everywhere = rows.flatMap(({ flagId, environmentId, targeting }) => {
    const flag = flags.get(flagId);
    if (flag === undefined) return [];
    const operation: DocumentOperation =
      flag.archivedAt === null
        ? { put: "flag", document: toDocument(flag, targeting) }
        : { archive: flag.key };
    return [{ environmentId, operation }];
  });
  const here = [
    ...input.segments.map(({ document }) => ({ put: "segment" as const, document })),
    ...input.changed
      .filter(({ row }) => !flags.has(row.flagId))
      .map(({ document }) => ({ put: "flag" as const, document })),
  ].map((operation) => ({ environmentId: input.environmentId, operation }));
  const byEnvironment = Map.groupBy([...here, ...everywhere], ({ environmentId }) => environmentId);
  return [...byEnvironment].map(([environmentId, each]) => ({
    environmentId,
    operations: each.map(({ operation }) => operation),
  }));
}

function askedOf({ flags }: RestorePlan): AskedChange[] {
  return flags.flatMap(({ key, targeting }) =>
    targeting === undefined
      ? []
      : [{ flag: key, expectedVersion: "*", edit: { derive: targeting }, pointer: "" }],
  );
}

/** A targeting that comes back without the variants it names would serve nothing: say so before anything else does. */
function refuseLost(now: Snapshot, { flags }: RestorePlan, revision: number): void {
  for (const { key, targeting, definition } of flags) {
    const flag = now.flags.find((each) => each.key === key);
    if (targeting === undefined || definition !== undefined || flag === undefined) continue;
    const known = new Set(flag.variants.map((variant) => variant.key));
    const lost = [...variantsNamed(targeting(flag))].filter((variant) => !known.has(variant));
    if (lost.length === 0) continue;
    throw invalid(
      "/revision",
      `At revision ${revision} "${key}" serves ${lost.join(" and ")}, which it no longer has. Restore its definition, too, or give it that variant again.`,
    );
  }
}
