import { createVerifier, type Verdict } from "@guidon/audit";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { findChain } from "./audit-store.server.ts";
import { chainOf } from "./chain.ts";
import { readChain } from "./read-chain.server.ts";

export async function verifyAudit(ctx: Context, input: { project: string }): Promise<Verdict> {
  const project = await locateProject(ctx, input.project, "audit.read");
  return verifyChain(ctx, chainOf(project.id));
}

/** Reads all of the chain, and where it should end: what was cut off or added at the end is found as well. */
export async function verifyChain(ctx: Context, chain: string): Promise<Verdict> {
  const before = await findChain(ctx.db, chain);
  const verifier = createVerifier(before === undefined ? [] : [{ ...before, chain }]);
  for await (const entry of readChain(ctx.db, chain)) verifier.take(entry);
  const verdict = verifier.finish();
  // Entries are appended meanwhile; none can be beyond the end that is read after them.
  const end = (await findChain(ctx.db, chain))?.sequence ?? 0;
  if (verdict.last === null || verdict.last.sequence <= end) return verdict;
  const message = `Entry ${end + 1} was not appended by Guidon: the chain ends at ${end}.`;
  return {
    ...verdict,
    intact: false,
    findings: [...verdict.findings, { harm: "inserted", sequence: end + 1, message }],
  };
}
