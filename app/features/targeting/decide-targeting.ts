import type { FlagDocument } from "@guidon/engine";
import { canonicalJson } from "@guidon/engine/documents";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { validate } from "@guidon/engine/validate";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { invalidFields, Problem } from "#app/platform/problem.ts";
import { movedShares, type MovedShare } from "./moved-shares.ts";
import { describeChanges } from "./targeting-changes.ts";
import { applyEdit, type TargetingEdit } from "./targeting-edit.ts";
import type { TargetedRow } from "./targeting-row.ts";
import { toDocument } from "./targeting.ts";

/** A change asked of one flag in one environment. */
export interface AskedChange {
  readonly flag: string;
  readonly expectedVersion: ExpectedVersion;
  readonly edit: TargetingEdit;
  /** Where the change stands in what was sent; empty where it is all that was sent. */
  readonly pointer: string;
}

/** What is to be kept and published of it. */
export interface DecidedChange {
  /** The same row where nothing changed. */
  readonly row: TargetedRow;
  readonly document: FlagDocument;
  /** In readable lines; none where nothing changed. */
  readonly changes: readonly string[];
  readonly moved: readonly MovedShare[];
}

/** Refuses what is stale, archived or by itself not sound; what else the environment says to it, publishing will tell. */
export function decideTargeting(
  present: TargetedRow,
  { expectedVersion, edit, pointer }: Omit<AskedChange, "flag">,
  input: { readonly newSeed: () => number; readonly now: () => Date },
): DecidedChange {
  const { flag } = present;
  if (flag.archived) {
    throw new Problem("not_found", { detail: `The flag "${flag.key}" is archived. Restore it first.` });
  }
  expectVersion(expectedVersion, String(present.version), flag.key);
  const targeting = applyEdit(present.targeting, edit, { flag, newSeed: input.newSeed });
  const document = toDocument(flag, targeting);
  // Before it is described: words can be found only for what has the right form.
  const fields = validate(document, { matcher, hasher });
  if (fields.length > 0)
    throw invalidFields(fields.map((field) => ({ ...field, pointer: pointer + field.pointer })));
  if (canonicalJson(document) === canonicalJson(toDocument(flag, present.targeting)))
    return { row: present, document, changes: [], moved: [] };
  return {
    row: { ...present, targeting, version: present.version + 1, updatedAt: input.now() },
    document,
    changes: describeChanges(present.targeting, targeting).map(({ words }) => words),
    moved: movedShares(present.targeting, targeting),
  };
}
