import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import type { Context } from "#app/platform/context.ts";
import { isOwnOrigin } from "#app/platform/own-origin.ts";
import { Problem } from "#app/platform/problem.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { asProblem } from "#app/platform/as-problem.server.ts";
import { root } from "#app/platform/root.server.ts";
import { isStorable, refuseUnstorable } from "#app/platform/storable.ts";
import { activeTraceId } from "#app/platform/telemetry.server.ts";
import { formFields, formOf } from "./form.server.ts";
import type { ProblemView } from "./problem-view.ts";

/** What a page works with: the acting context of its use cases, and what was asked for. */
export interface Page {
  readonly ctx: Context;
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  /** Where browsers reach the product, for links and snippets to take along. */
  readonly origin: string;
  /** Where a trace is looked at, with `{traceId}` in the place of its id. */
  readonly traceUrlTemplate: string | undefined;
  /** The part of the path with that name. */
  param(name: string): string;
  /** All parts of the path that have names, for who asks whether one is there. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** A cookie for the answer to carry, such as a session's under its new id. */
  setCookie(cookie: string): void;
}

export interface PageOptions {
  /** Open to whoever has not signed in. */
  readonly public?: boolean;
}

type Arguments = LoaderFunctionArgs | ActionFunctionArgs;

/** Reads for a page. A problem becomes the error page with its status; what is not one, a 500 with the request id. */
export function pageLoader<T>(fn: (page: Page) => Promise<T>, options: PageOptions = {}) {
  return async (args: LoaderFunctionArgs) => {
    const { page, headers } = await open(args, options);
    try {
      // One by one: a name may come twice, and the last would hide the others.
      for (const [name, value] of page.url.searchParams) refuseUnstorable({ [name]: value });
      return data(await fn(page), { headers });
    } catch (error) {
      return throwToErrorPage(error, { requestId: page.requestId, log: page.ctx.log, headers });
    }
  };
}

/** Changes something for a page. A problem comes back as data, so that it stands beside what was typed. */
export function pageAction<T>(fn: (page: Page) => Promise<T>, options: PageOptions = {}) {
  return async (args: ActionFunctionArgs) => {
    refuseForeignOrigin(args.request);
    const { page, headers } = await open(args, options);
    const sent = args.request.clone();
    try {
      return data({ problem: undefined, typed: nothing, done: await fn(page) }, { headers });
    } catch (error) {
      if (error instanceof Response) throw error;
      const problem = toView(error, { requestId: page.requestId, log: page.ctx.log, headers });
      return data(
        { problem, typed: await typedIn(sent), done: undefined },
        { status: problem.status, headers },
      );
    }
  };
}

const nothing: Readonly<Record<string, string>> = {};

/** Fields whose values are never sent back. */
const secretFields: ReadonlySet<string> = new Set(["password", "current", "code", "clientSecret"]);

/** What a form sent, to stand in it again where no script kept it; never a secret. */
async function typedIn(request: Request): Promise<Record<string, string>> {
  if (request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") !== true)
    return {};
  const typed = Object.entries(formFields(await formOf(request)));
  return Object.fromEntries(typed.filter(([name]) => !secretFields.has(name)));
}

async function open(args: Arguments, options: PageOptions): Promise<{ page: Page; headers: Headers }> {
  const url = new URL(args.request.url);
  const requestId = requestIdOf(args);
  const { ctx, setCookie } = await contextOf(args, requestId).catch((error: unknown) => {
    return throwToErrorPage(error, { requestId, log: root().log, headers: new Headers() });
  });
  if (ctx.actor.kind !== "user" && options.public !== true) {
    const to =
      args.request.method === "GET"
        ? url.pathname.replace(/\.data$/, "") + withoutRoutes(url)
        : pageOf(args.request);
    throw redirect(to === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(to)}`);
  }
  const headers = new Headers();
  if (setCookie !== undefined) headers.append("Set-Cookie", setCookie);
  const param = (name: string) => {
    const value = args.params[name];
    // What cannot be stored cannot be found, either.
    if (value === undefined || !isStorable(value)) throw new Problem("not_found");
    return value;
  };
  const page = {
    ...{ ctx, request: args.request, url, requestId, origin: root().publicUrl, param, params: args.params },
    traceUrlTemplate: root().traceUrlTemplate,
    setCookie: (cookie: string) => headers.append("Set-Cookie", cookie),
  };
  return { page, headers };
}

/** The page that a form or script sends from: there whoever signs in again finds what was not sent. */
function pageOf(request: Request): string {
  const referrer = request.headers.get("referer");
  if (referrer === null || !URL.canParse(referrer)) return "/";
  const { pathname, search } = new URL(referrer);
  return pathname + search;
}

type Opened = ReturnType<ReturnType<typeof root>["contextFor"]>;

/** One session look-up a request, however many loaders it runs. */
const opened = new WeakMap<object, Opened>();

function contextOf(args: Arguments, requestId: string): Opened {
  const present = opened.get(args.context);
  if (present !== undefined) return present;
  const fresh = root().contextFor({
    cookie: args.request.headers.get("cookie"),
    address: text(args.context["address"]),
    requestId,
    traceId: activeTraceId(),
    userAgent: args.request.headers.get("user-agent"),
  });
  opened.set(args.context, fresh);
  return fresh;
}

function requestIdOf(args: Arguments): string {
  const known = text(args.context["requestId"]);
  if (known !== null) return known;
  const fresh = crypto.randomUUID();
  args.context["requestId"] = fresh;
  return fresh;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Remix names the loaders that it wants in the address; nobody should come back to that. */
function withoutRoutes(url: URL): string {
  const query = new URLSearchParams(url.search);
  query.delete("_routes");
  return query.size === 0 ? "" : `?${query.toString()}`;
}

/** SameSite=Lax keeps cookies from foreign forms; this keeps them also from sister domains. */
function refuseForeignOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  const sameSite = request.headers.get("sec-fetch-site");
  const ours =
    origin === null
      ? sameSite === "same-origin"
      : isOwnOrigin(origin, root().publicUrl, request.headers.get("host"));
  if (ours) return;
  const { status, title } = new Problem("foreign_origin");
  throw new Response(title, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

interface Told {
  readonly requestId: string;
  readonly log: Logger;
  /** Of the answer; what the problem adds goes in. */
  readonly headers: Headers;
}

function throwToErrorPage(error: unknown, told: Told): never {
  if (error instanceof Response) throw error;
  const problem = toView(error, told);
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- Remix takes a thrown answer to its error page
  throw data({ problem }, { status: problem.status, headers: told.headers });
}

function toView(error: unknown, { requestId, log, headers }: Told): ProblemView {
  const problem = asProblem(error);
  if (problem.status >= 500) log.error({ err: error, requestId }, "a page failed");
  for (const [name, value] of Object.entries(problem.headers)) headers.set(name, value);
  return {
    code: problem.code,
    status: problem.status,
    title: problem.title,
    detail: problem.detail ?? null,
    fields: problem.fields,
    requestId,
  };
}

/** Where to go after signing in: a place on this site, never another one. */
export function safeReturn(to: string | null | undefined): string {
  const home = new URL(root().publicUrl);
  if (to == null || !to.startsWith("/") || !URL.canParse(to, home)) return "/";
  const { origin, pathname, search, hash } = new URL(to, home);
  return origin === home.origin ? pathname + search + hash : "/";
}
