/**
 * An OpenID provider in a process of its own, for tests: `oidc-provider` with one client. Whoever comes is signed in at
 * once as the person that the last `PUT /control` named, and what that said of the ID token is done to it. Prints its
 * address. Usage: node e2e/identity-provider.ts <redirect uri of the client>
 */
import { createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Provider, type KoaContextWithOIDC } from "oidc-provider";
import { client, type Control } from "./identity-provider-control.ts";

const [redirectUri = ""] = process.argv.slice(2);
const own = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
let control: Control = { subject: "nobody", claims: {} };

const server = createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUri] }],
  jwks: { keys: [{ ...own.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "own" }] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  scopes: ["openid", "email", "profile", "groups"],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...control.claims }) }),
  async loadExistingGrant({ oidc }) {
    const grant = new oidc.provider.Grant({
      accountId: oidc.session?.accountId ?? "",
      clientId: oidc.client?.clientId ?? "",
    });
    grant.addOIDCScope("openid email profile groups");
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  await next();
  const { body } = ctx as KoaContextWithOIDC & { body: { id_token?: string } | undefined };
  if (ctx.path === "/token" && body?.id_token !== undefined) body.id_token = mangle(body.id_token);
});

/** The token as `control` wants it, signed by whom it wants. */
function mangle(token: string): string {
  const [head = "", payload = ""] = token.split(".");
  const claims = Object.fromEntries(
    Object.entries({ ...decode(payload), ...control.token }).filter(([, value]) => value !== null),
  );
  switch (control.signedBy) {
    case undefined:
      return sealed(decode(head), claims, own);
    case "stranger":
      return sealed(decode(head), claims, stranger);
    case "nobody":
      return `${encode({ alg: "none" })}.${encode(claims)}.`;
    case "client-secret": {
      const content = `${encode({ alg: "HS256" })}.${encode(claims)}`;
      return `${content}.${createHmac("sha256", client.secret).update(content).digest("base64url")}`;
    }
    default:
      return control.signedBy satisfies never;
  }
}

function sealed(head: object, claims: object, key: KeyObject): string {
  const content = `${encode(head)}.${encode(claims)}`;
  return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString()) as object;

const answer = provider.callback();

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === "/control") {
    control = JSON.parse(await text(request)) as Control;
    response.end();
  } else if (request.url?.startsWith("/interaction/") === true) {
    await provider.interactionFinished(request, response, { login: { accountId: control.subject } });
  } else await answer(request, response);
}

server.on("request", (request, response) => {
  serve(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
});
process.stdout.write(`ISSUER ${issuer}\n`);
