import { Problem } from "./problem.ts";

/** The version that a caller believes to change; `*` says "whatever it is", in so many words. */
export type ExpectedVersion = string | undefined;

/** Refuses a change without a version, and one made against an older version, naming the newer one and what it is of. */
export function expectVersion(expected: ExpectedVersion, present: string, subject: string): void {
  if (expected === undefined) {
    throw new Problem("version_required", {
      detail: "Send the version that you read as If-Match, so that nobody's change is lost.",
    });
  }
  if (expected === "*" || expected === present) return;
  throw new Problem("version_conflict", {
    detail: `You changed version ${expected} of "${subject}", but version ${present} has been saved since.`,
    extra: { version: present, subject },
  });
}
