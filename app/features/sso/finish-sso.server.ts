import { enter, type Entered } from "#app/features/two-factor/enter.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { openAttempt } from "./attempt.server.ts";
import { claimsOf } from "./identity-provider.server.ts";
import { locateProvider, redirectUri } from "./locate-provider.server.ts";
import { receivePerson } from "./receive-person.server.ts";
import { personOf, type SsoPerson } from "./sso-connection.ts";
import type { ConnectionRow } from "./sso-store.server.ts";

export interface FinishSsoInput {
  /** What the provider sent the browser back with: the query of the address. */
  readonly query: string;
  /** What the browser kept. */
  readonly attempt: string | null;
}

/** Signs in whom the provider vouches for. A second factor of the account is asked for as after a password. */
export async function finishSso(ctx: Context, input: FinishSsoInput): Promise<Entered & { to: string }> {
  const attempt = openAttempt(ctx, input.attempt);
  const provider = await locateProvider(ctx);
  const returned = new URL(`${redirectUri(ctx)}?${input.query}`);
  const person = await askWho(ctx, provider, { ...attempt, returned });
  const { userId } = await receivePerson(ctx, { connection: provider, person });
  return { ...(await enter(ctx, { userId, method: "sso" })), to: attempt.to };
}

async function askWho(
  ctx: Context,
  provider: ConnectionRow,
  input: Parameters<typeof claimsOf>[1],
): Promise<SsoPerson> {
  try {
    return personOf(await claimsOf(provider, input), provider.groupsClaim);
  } catch (error) {
    ctx.log.warn({ err: error, issuer: provider.issuer }, "a single sign-on was refused");
    throw new Problem("sso_refused", {
      detail: "What the identity provider answered does not hold. Begin again; the server's log says why.",
    });
  }
}
