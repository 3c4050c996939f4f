import type { Context } from "#app/platform/context.ts";
import { networkOf } from "#app/platform/client-address.server.ts";
import { Problem } from "#app/platform/problem.ts";
import { sealAttempt } from "./attempt.server.ts";
import { authorizationUrl } from "./identity-provider.server.ts";
import { locateProvider, redirectUri } from "./locate-provider.server.ts";

/** Where to send the browser, and what it is to keep until it comes back. */
export async function beginSso(
  ctx: Context,
  input: { to: string },
): Promise<{ url: string; attempt: string }> {
  ctx.attempts.admit("sso-from", networkOf(ctx.origin.address ?? ""));
  const provider = await locateProvider(ctx);
  const challenge = { state: ctx.newSecret(), nonce: ctx.newSecret(), verifier: ctx.newSecret() };
  const { issuer } = provider;
  const url = await authorizationUrl(provider, { ...challenge, redirectUri: redirectUri(ctx) }).catch(
    (error: unknown) => {
      ctx.log.warn({ err: error, issuer }, "the identity provider did not answer");
      throw new Problem("sso_refused", { detail: "The identity provider does not answer. Try again later." });
    },
  );
  const attempt = { ...challenge, to: input.to, at: ctx.now().getTime() };
  return { url, attempt: sealAttempt(ctx, attempt) };
}
