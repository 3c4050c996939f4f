import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { TestApplication } from "#app/application.fixture.ts";
import { actorOfSession } from "#app/features/access/actor-of-session.server.ts";
import { actorOfToken } from "#app/features/tokens/actor-of-token.server.ts";
import type { Context } from "#app/platform/context.ts";
import { noLimits } from "#app/platform/rate-limits.fixture.ts";
import { createFront, type Api, type FrontServices } from "./front.server.ts";
import { createStreamHub } from "./stream-hub.server.ts";

/** The application's API by HTTP, with its own keys, tokens and sessions, until the test ends. Gives the address. */
export async function serve(
  application: TestApplication,
  change: { base?: Partial<Context>; services?: Partial<FrontServices>; api?: Api } = {},
): Promise<string> {
  const { system, sessions, keyRing, client } = application;
  const base = { ...system, ...change.base };
  const services: FrontServices = {
    base,
    keyRing,
    limits: noLimits,
    addressOf: (remote) => remote ?? "",
    publicUrl: system.publicUrl,
    log: system.log,
    streams: createStreamHub(),
    actorOfToken: (token) => actorOfToken(client.db, token, base.now()),
    actorOfCookie: async (cookie) => (await actorOfSession({ db: client.db, sessions }, cookie)).actor,
    plain: {},
    ...change.services,
  };
  const front = change.api === undefined ? createFront(services) : createFront(services, change.api);
  const server = createServer((request, response) => {
    if (!front(request, response)) response.writeHead(404).end("a page");
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
