import { z } from "zod";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { attemptLife } from "./attempt-cookie.ts";

const attemptSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Where to go afterwards, on this site. */
  to: z.string(),
  at: z.number(),
});

/** A sign-in that has begun. The browser that began it keeps it, encrypted, so that no other can end it. */
export type Attempt = z.output<typeof attemptSchema>;

const purpose = "sso-attempt";

export function sealAttempt(ctx: Context, attempt: Attempt): string {
  return ctx.secrets.seal(JSON.stringify(attempt), purpose);
}

/** Refuses what this browser did not begin here, or too long ago. */
export function openAttempt(ctx: Context, sealed: string | null): Attempt {
  const attempt = sealed === null ? undefined : read(ctx, sealed);
  if (attempt !== undefined && ctx.now().getTime() - attempt.at <= attemptLife * 60_000) return attempt;
  throw new Problem("sso_refused", {
    detail: `This browser did not begin here, or longer than ${attemptLife} minutes ago. Begin again.`,
  });
}

function read(ctx: Context, sealed: string): Attempt | undefined {
  try {
    return attemptSchema.parse(JSON.parse(ctx.secrets.open(sealed, purpose)));
  } catch {
    // Whatever a browser sends that was not sealed here is nothing.
    return undefined;
  }
}
