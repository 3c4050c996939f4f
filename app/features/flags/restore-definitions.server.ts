import type { FlagDocument } from "@guidon/engine";
import type { AuditDraft } from "#app/features/audit/append-audit.server.ts";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { checkFlag } from "./check-flag.server.ts";
import { changedFlag, definitionChanges } from "./flag-change.ts";
import { updateFlag, type StoredFlag } from "./flag-store.server.ts";
import { locateFlag } from "./locate-flag.server.ts";

export interface DefinitionToRestore {
  readonly key: string;
  readonly definition?: Pick<FlagDocument, "variants" | "client" | "metadata">;
  readonly archived?: boolean;
}

export interface RestoredDefinition {
  readonly flag: StoredFlag;
  readonly changes: readonly string[];
  readonly audit: AuditDraft;
}

/**
 * Makes flags again what they were, in every environment of their project. Part of the transaction that publishes it; the
 * caller has authorised it everywhere.
 */
export async function restoreDefinitions(
  tx: Transaction,
  ctx: Context,
  input: { projectId: string; flags: readonly DefinitionToRestore[]; comment: string },
): Promise<RestoredDefinition[]> {
  const restored: RestoredDefinition[] = [];
  for (const { key, definition = {}, archived } of input.flags) {
    const present = await locateFlag(tx, input.projectId, key);
    const next = changedFlag(present, { ...definition, archived }, ctx.now());
    const flag = next.variants.some((variant) => variant.key === next.safeVariant)
      ? next
      : { ...next, safeVariant: null };
    const changes = definitionChanges(present, flag);
    if (changes.length === 0) continue;
    await checkFlag(flag);
    await updateFlag(tx, flag);
    restored.push({
      flag,
      changes,
      audit: {
        action: "flag.definition_restored",
        projectId: input.projectId,
        subject: { kind: "flag", key },
        summary: `Restored what ${key} is`,
        changes,
        comment: input.comment,
      },
    });
  }
  return restored;
}
