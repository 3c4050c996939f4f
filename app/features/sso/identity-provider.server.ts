import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type ClientAuth,
  type Configuration,
} from "openid-client";

/** Seconds that a provider may take for each answer. */
const timeout = 5;

export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
}

/** Made for one sign-in: the provider gives them back, or proves to have heard them. */
export interface Challenge {
  readonly state: string;
  readonly nonce: string;
  /** PKCE. */
  readonly verifier: string;
}

/** Asks the provider what it is; throws where it does not answer, or as another one. */
export function discoverProvider(provider: Provider): Promise<Configuration> {
  const issuer = new URL(provider.issuer);
  return discovery(issuer, provider.clientId, undefined, authenticateBy(provider.clientSecret), {
    timeout,
    execute: [
      // The signature is verified even of what came from the provider by a connection of our own.
      enableNonRepudiationChecks,
      ...(issuer.protocol === "http:" ? [allowInsecureRequests] : []),
    ],
  });
}

/** The one way that every provider knows (OpenID Connect Core, 9), unless it says that it only takes another. */
function authenticateBy(secret: string): ClientAuth {
  return (server, ...request) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const basic = taken.includes("client_secret_basic") || !taken.includes("client_secret_post");
    (basic ? ClientSecretBasic(secret) : ClientSecretPost(secret))(server, ...request);
  };
}

/** Where to send the browser. */
export async function authorizationUrl(
  provider: Provider,
  input: Challenge & { redirectUri: string },
): Promise<string> {
  const configuration = await discoverProvider(provider);
  return buildAuthorizationUrl(configuration, {
    redirect_uri: input.redirectUri,
    scope: ["openid", ...provider.scopes].join(" "),
    state: input.state,
    nonce: input.nonce,
    code_challenge: await calculatePKCECodeChallenge(input.verifier),
    code_challenge_method: "S256",
  }).href;
}

/**
 * What the provider says of whoever came back to `returned`. Throws unless state, nonce, issuer, audience, signature
 * and times are as they must be. Claims that are not in the token are asked for.
 */
export async function claimsOf(
  provider: Provider,
  input: Challenge & { returned: URL },
): Promise<Readonly<Record<string, unknown>>> {
  const configuration = await discoverProvider(provider);
  const tokens = await authorizationCodeGrant(configuration, input.returned, {
    expectedState: input.state,
    expectedNonce: input.nonce,
    pkceCodeVerifier: input.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error("The provider sent no ID token.");
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
  const more = await fetchUserInfo(configuration, tokens.access_token, claims.sub);
  return { ...more, ...claims };
}
