import { generateSync } from "otplib";
import { client, startProvider } from "./identity-provider.fixture.ts";
import { full } from "./pages.ts";
import { ask, openSite, stateOf, type SessionState } from "./site.fixture.ts";

/** A site of its own whose Owner has just given a second factor: what only asks for a code elsewhere can be done here. */
export interface ArmedSite {
  readonly url: string;
  readonly session: SessionState;
  stop(): Promise<void>;
}

/** Its production is protected, and people sign in by an identity provider. */
export async function openArmedSite(): Promise<ArmedSite> {
  const site = await openSite();
  const { olga, owner } = site;
  const provider = await startProvider(`${site.url}/sso/callback`);
  await ask(olga, "PATCH", `/api/v1/projects/${full}/environments/production`, { protected: true });
  const { secret } = await ask<{ secret: string }>(olga, "POST", "/api/v1/me/two-factor");
  await ask(olga, "POST", "/api/v1/me/two-factor/confirm", {
    ...{ code: generateSync({ secret }), password: owner.password },
  });
  await ask(olga, "PUT", "/api/v1/sso", {
    ...{ name: "Storefront", issuer: provider.issuer, clientId: client.id, clientSecret: client.secret },
    ...{ scopes: ["email", "profile", "groups"], groupsClaim: "groups", domains: ["storefront.example"] },
    ...{ createsAccounts: true, roleMapping: [{ group: null, project: full, role: "viewer" }] },
  });
  return {
    url: site.url,
    session: stateOf(olga),
    async stop() {
      await Promise.all([provider.stop(), site.stop()]);
    },
  };
}
