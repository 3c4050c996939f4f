import type { Detail, ErrorCode, Evaluation, EvaluationContext, Json, Unit } from "@guidon/engine";
import type { ClientProblem } from "./problem.ts";

/** Where the state that an answer came from was learned; `none` before there is any. */
export type Source = "stream" | "poll" | "cache" | "bootstrap" | "none";

/** How the client is connected right now. */
export type ConnectionState = "connecting" | "streaming" | "polling" | "offline" | "closed";

/** Error codes of the engine, and those of conditions that only a client can be in. */
export type ClientErrorCode = ErrorCode | "PROVIDER_NOT_READY" | "INVALID_CONTEXT";

/** Details of the engine, and those of bad arguments. */
export type ClientDetail =
  Detail | "not_ready" | "flag_key_invalid" | "context_invalid" | "evaluation_failed";

/** The value that a flag served, why, and from which state; safe to log, read-only. */
export interface EvaluationDetails<Value> extends Omit<Evaluation, "value" | "errorCode" | "detail"> {
  readonly flag: string;
  /** The flag's value, or the caller's default where `variant` is null. */
  readonly value: Value;
  readonly errorCode?: ClientErrorCode;
  readonly detail?: ClientDetail;
  /** What the flag's owners wrote on it; absent where they wrote nothing. */
  readonly metadata?: { readonly [key: string]: Json };
  readonly source: Source;
  /** Whether the service has not confirmed this state for longer than `staleAfter`. */
  readonly stale: boolean;
}

/** What a default may be; `null` asks for a flag of any type. */
export type FlagValue = Json;

/** The type of value that a default of type `Value` stands for: `"control"` for any string, `false` for a boolean. */
export type Widened<Value> = Value extends boolean
  ? boolean
  : Value extends string
    ? string
    : Value extends number
      ? number
      : Value extends null
        ? Json
        : Value;

/** How current the client's state is, and how it is kept current. */
export interface ClientStatus {
  readonly state: ConnectionState;
  readonly source: Source;
  /** `storefront/production`, once known. */
  readonly environment?: string;
  readonly revision?: number;
  /** When the service last confirmed the state (epoch milliseconds); absent while it has not. */
  readonly lastContactAt?: number;
  /** Milliseconds since that contact, or since the client was made where there was none. */
  readonly staleForMs: number;
  readonly stale: boolean;
  /** The problem that is keeping the client from streaming; gone once it streams again. */
  readonly lastError?: ClientProblem;
}

/** A new state is being evaluated from now on. */
export interface ChangeEvent {
  readonly revision: number;
  /** Absent for the first state of the client's life. */
  readonly previousRevision?: number;
  readonly environment: string;
  readonly source: Exclude<Source, "none">;
  /** Keys of all flags whose answers may differ: changed, added, removed or archived, and those that depend on such. */
  readonly flags: readonly string[];
}

/** What `on` can listen to. */
export interface ClientEvents {
  change: ChangeEvent;
  status: ClientStatus;
  error: ClientProblem;
}

/** How `ready` ended; `ready: false` says why there is nothing to evaluate yet. */
export type Readiness =
  | {
      readonly ready: true;
      readonly source: Exclude<Source, "none">;
      readonly revision: number;
      readonly stale: boolean;
    }
  | { readonly ready: false; readonly problem: ClientProblem };

/** Where the client writes what an operator should see. */
export interface Logger {
  info: (message: string) => void;
  warn: (message: string) => void;
  error: (message: string) => void;
}

/** Options of `createClient`; only `url` and `key` are required. */
export interface ClientOptions {
  /** The address of the Guidon server, with its base path if it has one. */
  url: string | URL;
  /** A server key (`gdn_srv_…`) of the environment to evaluate; may come straight from `process.env`. */
  key: string | undefined;
  /** A snapshot shipped with the program: used until the service or the cache file has something newer. */
  bootstrap?: unknown;
  /** A file that keeps the last known state across restarts. One environment per file. */
  cacheFile?: string;
  /** Milliseconds between polls while the stream is down. Default 5,000. */
  pollInterval?: number;
  /** Milliseconds that a request may take. Default 10,000. */
  requestTimeout?: number;
  /** Milliseconds without contact after which answers are marked stale. Default 60,000. */
  staleAfter?: number;
  /**
   * Tell the service what this process serves, every 30 seconds and after each change, so that people see it arrive.
   * Default true.
   */
  report?: boolean;
  /**
   * Tell the service how often flags are evaluated, who took part in an experiment, and what was tracked. Default true.
   */
  events?: boolean;
  /** Default: warnings and errors to the console. `false` for none. */
  logger?: Logger | false;
  /** Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch;
  /** The same as `on("error", …)`, but in place before anything can go wrong. */
  onError?: (problem: ClientProblem) => void;
}

/** Options of `track`. */
export interface TrackOptions {
  /** What a metric may add up: a price, a duration, a size. */
  value?: number;
  /** Who did it, where that is not the `targetingKey`: an attribute path that an experiment draws by, and its value. */
  unit?: Unit;
}

/** Options of `ready`. */
export interface ReadyOptions {
  /** Milliseconds to wait at most. Default 10,000. */
  timeout?: number;
  /**
   * Wait for what the service says now, and settle for the cache or bootstrap once the service turns out to be
   * unreachable or the time is up. Without it the first usable state will do, however old.
   */
  fresh?: boolean;
}

export type { ClientProblem, EvaluationContext, Json };
