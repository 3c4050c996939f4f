import findMyWay, { type HTTPMethod } from "find-my-way";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Span } from "@opentelemetry/api";
import type { AddressReader } from "#app/platform/client-address.server.ts";
import type { RateLimits } from "#app/platform/rate-limits.server.ts";
import type { Actor, Context } from "#app/platform/context.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { Problem } from "#app/platform/problem.ts";
import { activeTraceId, finishRequest, inRequestSpan } from "#app/platform/telemetry.server.ts";
import type { KeyRing } from "#app/features/api-keys/key-ring.server.ts";
import type { Operation } from "#openapi/operation.ts";
import { contract, type OperationId } from "#openapi/v1/contract.ts";
import { allowCrossOrigin, answerPreflight } from "./cross-origin.ts";
import { addressOf, authenticate } from "./authenticate.server.ts";
import { streaming, type AnyReply, type Call, type Inputs, type Plain } from "./handler.ts";
import { handlers } from "./handlers.server.ts";
import { refuseDeep, refuseUnstorable } from "#app/platform/storable.ts";
import { parseInput } from "./parse-input.ts";
import { readJson } from "./read-json.server.ts";
import { sendError, sendReply } from "./send.server.ts";
import type { StreamHub } from "./stream-hub.server.ts";

/** True where the request was taken; the pages get the others. */
export type Front = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface FrontServices {
  readonly base: Omit<Context, "actor" | "origin">;
  readonly keyRing: KeyRing;
  readonly publicUrl: string;
  readonly log: Logger;
  readonly streams: StreamHub;
  readonly actorOfCookie: (cookie: string) => Promise<Actor>;
  readonly limits: RateLimits;
  readonly addressOf: AddressReader;
  /** Addresses beside the contract, such as health and the reference page. */
  readonly plain: Readonly<Record<string, Plain>>;
}

type AnyHandler = (
  ctx: Context,
  inputs: Inputs<Operation>,
  call: Call,
) => AnyReply | typeof streaming | Promise<AnyReply>;
type Serve = (incoming: Incoming) => void;

/** Bytes. */
const defaultBodyLimit = 1024 * 1024;

/** The HTTP API, served in front of the pages: one table of routes, one way through for every operation. */
export function createFront(services: FrontServices): Front {
  const router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 500 });
  const methods = new Map<string, string[]>();
  for (const [id, operation] of Object.entries<Operation>(contract)) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ":$1");
    const serve: Serve = (incoming) => {
      serveOperation(services, { operation, handler: handlers[id as OperationId] }, incoming);
    };
    router.on(operation.method.toUpperCase() as HTTPMethod, path, () => undefined, serve);
    methods.set(path, [...(methods.get(path) ?? []), operation.method.toUpperCase()]);
  }
  for (const [path, allowed] of methods) {
    const others = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"].filter(
      (method) => !allowed.includes(method),
    );
    const serve: Serve = (incoming) => answerOtherMethod(services, incoming, allowed);
    for (const method of others) router.on(method as HTTPMethod, path, () => undefined, serve);
  }

  return (request, response) => {
    const url = request.url ?? "/";
    const cut = url.indexOf("?");
    const path = cut === -1 ? url : url.slice(0, cut);
    const plain = services.plain[path];
    if (plain !== undefined) {
      plain(request, response);
      return true;
    }
    if (!path.startsWith("/api/") && !path.startsWith("/ofrep/")) return false;
    const requestId = requestIdOf(request);
    response.setHeader("x-request-id", requestId);
    const found = router.find(request.method as HTTPMethod, path);
    if (found === null) {
      const problem = new Problem("not_found", { detail: "There is nothing at this address." });
      sendError(response, problem, { requestId, log: services.log });
      return true;
    }
    const search = cut === -1 ? "" : url.slice(cut + 1);
    (found.store as Serve)({ request, response, params: found.params, search, requestId });
    return true;
  };
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly params: Record<string, string | undefined>;
  readonly search: string;
  readonly requestId: string;
}

function serveOperation(
  services: FrontServices,
  route: { operation: Operation; handler: AnyHandler },
  incoming: Incoming,
): void {
  const { request, response, requestId } = incoming;
  allowCrossOrigin(route.operation, request, response);
  inRequestSpan(
    { method: request.method ?? "", route: route.operation.path, headers: request.headers },
    (span: Span) => {
      response.once("close", () => finishRequest(span, response.statusCode));
      answer(services, route, incoming).catch((error: unknown) => {
        sendError(response, error, { requestId, log: services.log });
      });
    },
  );
}

async function answer(
  services: FrontServices,
  { operation, handler }: { operation: Operation; handler: AnyHandler },
  { request, response, params, search, requestId }: Incoming,
): Promise<void> {
  const actor = await authenticate(services, operation, request, services.base.now().getTime());
  const inputs = await readInputs(operation, request, params, search);
  const ctx: Context = {
    ...services.base,
    actor,
    origin: { address: addressOf(services, request), requestId, traceId: activeTraceId() },
  };
  const reply = await handler(ctx, inputs, { request, response, streams: services.streams });
  if (reply !== streaming) sendReply(response, reply);
}

async function readInputs(
  operation: Operation,
  request: IncomingMessage,
  params: Record<string, string | undefined>,
  search: string,
): Promise<Inputs<Operation>> {
  // What is only evaluated may hold anything; what is stored or looked up may not.
  const stores = operation.method !== "get" && !operation.credentials.includes("client");
  const body =
    operation.body === undefined
      ? undefined
      : await readJson(request, operation.bodyLimit ?? defaultBodyLimit);
  const query = Object.fromEntries(new URLSearchParams(search));
  refuseUnstorable(query);
  refuseDeep(body);
  if (stores) refuseUnstorable(body);
  return {
    params: operation.params === undefined ? undefined : parsePath(operation.params, params),
    query: operation.query === undefined ? undefined : parseInput(operation.query.strict(), query),
    headers: operation.headers === undefined ? undefined : parseInput(operation.headers, request.headers),
    body: operation.body === undefined ? undefined : parseInput(operation.body, body),
  };
}

/** A path that cannot name anything names nothing: 404, not 422. */
function parsePath(schema: NonNullable<Operation["params"]>, params: Record<string, string | undefined>) {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new Problem("not_found", {
    detail: parsed.error.issues[0]?.message ?? "There is nothing at this address.",
  });
}

/** OPTIONS tells what is allowed; every other method is refused. */
function answerOtherMethod(
  services: FrontServices,
  { request, response, requestId }: Incoming,
  allowed: readonly string[],
): void {
  if (request.method === "OPTIONS") {
    answerPreflight(request, response, allowed);
    return;
  }
  const problem = new Problem("method_not_allowed", {
    detail: `This address knows ${allowed.join(", ")}.`,
    headers: { allow: allowed.join(", ") },
  });
  sendError(response, problem, { requestId, log: services.log });
}

/** The caller's own id where it is short and plain, so that logs on both sides can be matched. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
}
