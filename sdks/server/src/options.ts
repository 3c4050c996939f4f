import type { Logger, ClientOptions } from "./types.ts";

/** Options after checking, with every default filled in. */
export interface Settings {
  url: URL;
  key: string;
  bootstrap: unknown;
  cacheFile: string | undefined;
  pollInterval: number;
  requestTimeout: number;
  staleAfter: number;
  report: boolean;
  events: boolean;
  logger: Logger;
  fetch: typeof globalThis.fetch;
  onError: ClientOptions["onError"];
}

const consoleLogger: Logger = {
  info: () => undefined,
  warn: (message) => console.warn(message),
  error: (message) => console.error(message),
};
const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Checks options and fills in defaults.
 *
 * This is the one place of the SDK that throws: a missing key or address is a mistake in the deployment, and best seen
 * when the process starts.
 */
export function readOptions(options: ClientOptions): Settings {
  return {
    url: readUrl(options.url),
    key: readKey(options.key),
    bootstrap: options.bootstrap,
    cacheFile: options.cacheFile,
    pollInterval: readDuration(options, "pollInterval", 5_000),
    requestTimeout: readDuration(options, "requestTimeout", 10_000),
    staleAfter: readDuration(options, "staleAfter", 60_000),
    report: options.report !== false,
    events: options.events !== false,
    logger: options.logger === false ? silentLogger : (options.logger ?? consoleLogger),
    // Looked up at each call: tests and instrumentations replace the global one after this module was loaded.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    onError: options.onError,
  };
}

function readUrl(given: unknown): URL {
  const url = typeof given === "string" && URL.canParse(given) ? new URL(given) : given;
  if (!(url instanceof URL) || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new TypeError("createClient needs `url`, the http or https address of the Guidon server.");
  }
  // A base path must end in a slash, or resolving `api/v1/…` against it would drop its last segment.
  return new URL(url.pathname.endsWith("/") ? url.pathname : `${url.pathname}/`, url);
}

function readKey(given: unknown): string {
  // Printable ASCII only: anything else cannot be sent in a header, and is a copy-and-paste accident.
  if (typeof given !== "string" || !/^[\x21-\x7e]+$/.test(given)) {
    throw new TypeError("createClient needs `key`, a server key of one environment (gdn_srv_…).");
  }
  return given;
}

function readDuration(
  options: ClientOptions,
  name: "pollInterval" | "requestTimeout" | "staleAfter",
  fallback: number,
): number {
  const given = options[name] ?? fallback;
  if (!Number.isFinite(given) || given <= 0)
    throw new TypeError(`\`${name}\` is a positive number of milliseconds.`);
  return given;
}
