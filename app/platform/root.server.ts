import type { Context } from "./context.ts";
import type { RateLimits } from "./rate-limits.server.ts";
import type { Logger } from "./log.server.ts";

/** What a page request brings that decides who acts. */
export interface PageRequest {
  readonly cookie: string | null;
  readonly address: string | null;
  readonly requestId: string;
  readonly traceId: string | null;
  readonly userAgent: string | null;
}

/** What the composition root gives to the edges, which Remix loads without handing them anything. */
export interface Root {
  /** `setCookie` is there when a session was prolonged and its cookie must be sent again. */
  contextFor(request: PageRequest): Promise<{ ctx: Context; setCookie?: string }>;
  /** The address under which browsers reach the product, without a trailing slash. */
  readonly publicUrl: string;
  /** Where a trace is looked at, with `{traceId}` in the place of its id. */
  readonly traceUrlTemplate: string | undefined;
  readonly limits: RateLimits;
  /** For what fails before there is a context. */
  readonly log: Logger;
}

const place = Symbol.for("guidon.root");
const holder = globalThis as typeof globalThis & { [place]?: Root };

/** Kept on the global object, so that hot reload of a module does not lose the running application. */
export function installRoot(root: Root): void {
  holder[place] = root;
}

export function root(): Root {
  const installed = holder[place];
  if (installed === undefined)
    throw new Error("The application has not started: main.server.ts installs it.");
  return installed;
}
