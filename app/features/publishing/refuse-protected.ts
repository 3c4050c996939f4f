import type { DocumentName, FlagDocument } from "@guidon/engine";
import { Problem } from "#app/platform/problem.ts";
import type { DocumentOperation, SnapshotParts } from "./document-operation.ts";

/**
 * Throws where operations would change what a protected environment serves. A kill passes, and so does what nobody is
 * served otherwise by: a flag that gives everybody the caller's default, as if it were not there, may come, change and go.
 */
export function refuseProtected(
  environment: string,
  base: SnapshotParts,
  operations: readonly DocumentOperation[],
): void {
  const flags = new Map(base.flags.map((flag) => [flag.key, flag]));
  const refused = operations.flatMap((operation): DocumentName[] => {
    if ("kill" in operation) return [];
    if ("archive" in operation)
      return isInert(flags.get(operation.archive)) ? [] : [{ kind: "flag", key: operation.archive }];
    if ("remove" in operation) {
      const { kind, key } = operation.remove;
      return kind === "flag" && isInert(flags.get(key)) ? [] : [{ kind, key }];
    }
    const { key } = operation.document;
    const passes = operation.put === "flag" && isInert(flags.get(key)) && isInert(operation.document);
    return passes ? [] : [{ kind: operation.put, key }];
  });
  const [first] = refused;
  if (first === undefined) return;
  const others = refused.length === 1 ? "" : ` and ${refused.length - 1} more`;
  throw new Problem("environment_protected", {
    detail: `This would change the ${first.kind} "${first.key}"${others} in "${environment}", which is protected: only a kill may, at once. Nothing was changed anywhere.`,
    extra: { environment, documents: refused },
  });
}

/** Whether everybody is served the caller's default, as by a flag that is not there. */
function isInert(flag: FlagDocument | undefined): boolean {
  return flag === undefined || (!flag.on && flag.offVariant === null && flag.kill === undefined);
}
