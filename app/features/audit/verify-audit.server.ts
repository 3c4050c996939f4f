import { createVerifier, type Verdict } from "@guidon/audit";
import type { Context } from "#app/platform/context.ts";
import { findChain } from "./audit-store.server.ts";
import { locateChain, type AuditPlace } from "./locate-chain.server.ts";
import { readChain } from "./read-chain.server.ts";

export async function verifyAudit(ctx: Context, input: AuditPlace): Promise<Verdict> {
  const { chain } = await locateChain(ctx, input);
  return verifyChain(ctx, chain);
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
