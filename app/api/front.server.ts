import findMyWay, { type HTTPMethod } from "find-my-way";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Span } from "@opentelemetry/api";
import type { Actor, Context } from "#app/platform/context.ts";
import type { AddressReader } from "#app/platform/client-address.server.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { Problem } from "#app/platform/problem.ts";
import type { RateLimits } from "#app/platform/rate-limits.server.ts";
import { refuseDeep, refuseUnstorable } from "#app/platform/storable.ts";
import {
  activeTraceId,
  finishRequest,
  inRequestSpan,
  inSameSpan,
  telemetryIsOn,
} from "#app/platform/telemetry.server.ts";
import type { KeyRing } from "#app/features/api-keys/key-ring.server.ts";
import type { Operation } from "#openapi/operation.ts";
import { contract, type OperationId } from "#openapi/v1/contract.ts";
import { createAdmission, type Admission } from "./admission.server.ts";
import { answerOnce } from "./answer-once.server.ts";
import { answerPreflight, crossOriginHeaders } from "./cross-origin.ts";
import { addressOf, authenticate } from "./authenticate.server.ts";
import { observeAdmission, type RequestObserver } from "./observe-api.server.ts";
import { streaming, type AnyReply, type Call, type Inputs, type Plain } from "./handler.ts";
import { handlers } from "./handlers.server.ts";
import { deprecationsOf, type Deprecations } from "./deprecation.ts";
import { parseEvaluate, parseOfrep } from "./parse-evaluation.ts";
import { parseInput } from "./parse-input.ts";
import { isBodiless, parseJson, readBody } from "./read-body.server.ts";
import { revalidate } from "./revalidate.ts";
import { sendError, sendReply, type Outgoing } from "./send.server.ts";
import { ticketOf } from "./stream-ticket.server.ts";
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
  readonly actorOfToken: (token: string) => Promise<Extract<Actor, { kind: "token" }> | undefined>;
  readonly limits: RateLimits;
  readonly addressOf: AddressReader;
  /** Only where metrics go somewhere: looking at every request costs a little. */
  readonly observe?: RequestObserver | undefined;
  /** Addresses beside the contract, such as health and the reference page. */
  readonly plain: Readonly<Record<string, Plain>>;
}

type AnyHandler = (
  ctx: Context,
  inputs: Inputs<Operation>,
  call: Call,
) => AnyReply | typeof streaming | Promise<AnyReply | typeof streaming>;
type Serve = (exchange: Exchange) => void;

/** Bytes. */
const defaultBodyLimit = 1024 * 1024;

interface Services extends FrontServices {
  readonly admission: Admission;
}

/** The HTTP API, served in front of the pages: one table of routes, one way through for every operation. */
export function createFront(given: FrontServices, api: Api = { contract, handlers }): Front {
  const services: Services = { ...given, admission: createAdmission() };
  observeAdmission(services.admission);
  const router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 500 });
  const methods = new Map<string, string[]>();
  for (const [id, operation] of Object.entries(api.contract)) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ":$1");
    const route: Route = {
      operation,
      handler: handlerOf(api, id),
      parse: parsers[id] ?? (() => undefined),
      deprecations: deprecationsOf(operation),
    };
    const taken = methodsOf(operation);
    for (const method of taken) {
      const serve: Serve = (exchange) => serveOperation(services, route, exchange);
      router.on(method as HTTPMethod, path, () => undefined, serve);
    }
    methods.set(path, [...(methods.get(path) ?? []), ...taken]);
  }
  for (const [path, allowed] of methods) {
    const others = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"].filter(
      (method) => !allowed.includes(method),
    );
    const serve: Serve = (exchange) => answerOtherMethod(services, exchange, allowed);
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
    const headers = ["x-request-id", requestId];
    const found = router.find(request.method as HTTPMethod, path);
    if (found === null) {
      const problem = new Problem("not_found", { detail: "There is nothing at this address." });
      sendError({ response, requestId, headers }, problem, services.log);
      return true;
    }
    const search = cut === -1 ? "" : url.slice(cut + 1);
    (found.store as Serve)({ request, response, params: found.params, search, requestId, headers });
    return true;
  };
}

/** What is served: the contract, unless a test brings one of its own. */
export interface Api {
  readonly contract: Readonly<Record<string, Operation>>;
  readonly handlers: Readonly<Record<string, AnyHandler>>;
}

function handlerOf(api: Api, id: string): AnyHandler {
  const handler = api.handlers[id];
  if (handler === undefined) throw new Error(`The operation ${id} has no handler.`);
  return handler;
}

interface Route {
  readonly operation: Operation;
  readonly handler: AnyHandler;
  /** Reads a body that is plainly right sooner than the schema does; undefined leaves it to the schema. */
  readonly parse: (body: unknown) => unknown;
  readonly deprecations: Deprecations;
}

const parsers: Readonly<Record<string, Route["parse"]>> = {
  evaluate: parseEvaluate,
  ofrepEvaluateFlag: parseOfrep,
  ofrepEvaluateFlags: parseOfrep,
} satisfies Partial<Record<OperationId, Route["parse"]>>;

/** Whoever may GET may ask for the headers alone, but of a stream, which has no end. */
function methodsOf({ method, answers }: Operation): string[] {
  const endless = answers[200]?.contentType === "text/event-stream";
  return method === "get" && !endless ? ["GET", "HEAD"] : [method.toUpperCase()];
}

/** One request and where its answer goes. */
interface Exchange extends Outgoing {
  /** More may come in until the answer begins. */
  readonly headers: string[];
  readonly request: IncomingMessage;
  readonly params: Record<string, string | undefined>;
  readonly search: string;
}

/** What a crowd may ask for. Everything else goes on under any load: whoever operates the flags must get through. */
const forCrowds: ReadonlySet<string> = new Set<OperationId>([
  "evaluate",
  "ofrepEvaluateFlag",
  "ofrepEvaluateFlags",
  "getSnapshot",
]);

function serveOperation(services: Services, route: Route, exchange: Exchange): void {
  const { request, response } = exchange;
  const outgoing = {
    ...exchange,
    headers: [
      ...exchange.headers,
      ...crossOriginHeaders(route.operation, request),
      ...route.deprecations.always,
    ],
  };
  services.observe?.(route.operation, response);
  if (!telemetryIsOn()) {
    answer(services, route, outgoing);
    return;
  }
  inRequestSpan(
    { method: request.method ?? "", route: route.operation.path, headers: request.headers },
    (span: Span) => {
      response.once("close", () => finishRequest(span, response.statusCode));
      answer(services, route, outgoing);
    },
  );
}

/** Goes on at once with what is there. Only what must be waited for costs a promise; evaluations wait for nothing. */
function proceed<T>(
  give: () => T | Promise<T>,
  next: (value: T) => void,
  refuse: (error: unknown) => void,
): void {
  try {
    const value = give();
    if (value instanceof Promise) value.then(next).catch(refuse);
    else next(value);
  } catch (error) {
    refuse(error);
  }
}

function answer(services: Services, route: Route, exchange: Exchange): void {
  const { operation, handler } = route;
  const { request, response, requestId, headers } = exchange;
  const refuse = (error: unknown) => sendError(exchange, error, services.log);
  const run = (actor: Actor, body: Buffer | undefined) =>
    proceed(
      () => {
        const inputs = readInputs(route, exchange, body);
        headers.push(...route.deprecations.of(inputs));
        const origin = {
          address: addressOf(services, request),
          requestId,
          traceId: activeTraceId(),
          userAgent: request.headers["user-agent"] ?? null,
        };
        const noticesUrl = () => noticesUrlOf(services, actor);
        const call = { request, response, headers, noticesUrl, streams: services.streams };
        const ctx = { ...services.base, actor, origin };
        return answerOnce(ctx, { operation, request, body }, (within) => handler(within, inputs, call));
      },
      (reply) => {
        if (reply === streaming) return;
        sendReply(exchange, isRead(operation) ? revalidate(reply, request.headers["if-none-match"]) : reply);
        if (forCrowds.has(operation.id)) services.admission.sent(response);
      },
      refuse,
    );
  proceed(
    () => {
      if (forCrowds.has(operation.id)) services.admission.admit();
      return authenticate(services, operation, request, services.base.now().getTime());
    },
    (actor) => {
      headers.push(...services.limits.standing(actor));
      const hasNone = operation.bodyOptional === true && isBodiless(request);
      if (operation.body === undefined || hasNone) run(actor, undefined);
      else {
        const done = inSameSpan((bytes: Buffer) => run(actor, bytes));
        readBody(request, operation.bodyLimit ?? defaultBodyLimit, { done, refuse });
      }
    },
    refuse,
  );
}

/** A management operation that changes nothing. What crowds ask for looks at its tags itself, before it does any work. */
function isRead({ id, method }: Operation): boolean {
  return method === "get" && !forCrowds.has(id);
}

function noticesUrlOf({ keyRing, publicUrl, base }: FrontServices, actor: Actor): string | undefined {
  const ticket = actor.kind === "key" ? ticketOf(keyRing, actor, base.now().getTime()) : undefined;
  return ticket === undefined ? undefined : `${publicUrl}${contract.ofrepStream.path}?ticket=${ticket}`;
}

const noQuery: Readonly<Record<string, string>> = {};

function readInputs(
  { operation, parse }: Route,
  { request, params, search }: Exchange,
  bytes: Buffer | undefined,
): Inputs<Operation> {
  const query = search === "" ? noQuery : Object.fromEntries(new URLSearchParams(search));
  if (search !== "") refuseUnstorable(query);
  return {
    params: operation.params === undefined ? undefined : parsePath(operation.params, params),
    query: operation.query === undefined ? undefined : parseQuery(operation.query, query),
    headers: operation.headers === undefined ? undefined : parseInput(operation.headers, request.headers),
    body: operation.body === undefined ? undefined : parseBody(operation, operation.body, { bytes, parse }),
  };
}

function parseBody(
  operation: Operation,
  schema: NonNullable<Operation["body"]>,
  { bytes, parse }: { bytes: Buffer | undefined; parse: Route["parse"] },
): unknown {
  const body = bytes === undefined ? undefined : parseJson(bytes);
  const parsed = parse(body);
  if (parsed !== undefined) return parsed;
  refuseDeep(body);
  // What is only evaluated may hold anything; what is stored or looked up may not.
  if (operation.method !== "get" && !operation.credentials.includes("client")) refuseUnstorable(body);
  return parseInput(schema, body);
}

/** Misspelt parameters are refused, except where the contract leaves room for others. */
function parseQuery(schema: NonNullable<Operation["query"]>, query: Readonly<Record<string, string>>) {
  return parseInput(schema.def.catchall === undefined ? schema.strict() : schema, query);
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
function answerOtherMethod(services: FrontServices, exchange: Exchange, allowed: readonly string[]): void {
  if (exchange.request.method === "OPTIONS") {
    answerPreflight(exchange.request, exchange.response, allowed);
    return;
  }
  const problem = new Problem("method_not_allowed", {
    detail: `This address knows ${allowed.join(", ")}.`,
    headers: { allow: allowed.join(", ") },
  });
  sendError(exchange, problem, services.log);
}

/** The caller's own id where it is short and plain, so that logs on both sides can be matched. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
}
