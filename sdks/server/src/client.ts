import { openCacheFile } from "./cache-file.ts";
import { startDelivery } from "./delivery.ts";
import { createEmitter } from "./emitter.ts";
import { createEvaluator, type Evaluator } from "./evaluation.ts";
import { readOptions } from "./options.ts";
import type { ClientProblem } from "./problem.ts";
import { startListDelivery } from "./list-delivery.ts";
import { createReadyWaiters } from "./readiness.ts";
import { startReporter } from "./reporter.ts";
import { createState } from "./state.ts";
import { realSurroundings, type Surroundings } from "./surroundings.ts";
import { startUsage } from "./usage.ts";
import type {
  ChangeEvent,
  EvaluationContext,
  ClientEvents,
  ClientOptions,
  ClientStatus,
  Logger,
  Readiness,
  ReadyOptions,
  Source,
  TrackOptions,
} from "./types.ts";

/** A connection to one environment, and the evaluation of its flags in this process. */
export interface GuidonClient extends Evaluator {
  /** Waits for something to evaluate with; never rejects, so that a flag service cannot keep a program from starting. */
  ready: (options?: ReadyOptions) => Promise<Readiness>;
  /** How the client is connected and how old its state is. */
  status: () => ClientStatus;
  /** Calls `listener` from now on, until the returned function is called. */
  on: <Name extends keyof ClientEvents>(
    name: Name,
    listener: (event: ClientEvents[Name]) => void,
  ) => () => void;
  /** Reports that the context's user did something that a metric may count or add up. Returns at once and never throws. */
  track: (event: string, context?: EvaluationContext, options?: TrackOptions) => void;
  /** Sends what is to be reported, without waiting for its time; resolves when that is done, or failed. Never rejects. */
  flush: () => Promise<void>;
  /**
   * Ends all connections and timers, writes out the cache file and sends what is to be reported, for a second at most.
   * Evaluation goes on with the last state.
   */
  close: () => Promise<void>;
  /** `close`, for `await using`. */
  [Symbol.asyncDispose]: () => Promise<void>;
}

/** Connects to a Guidon server and returns at once; flags serve their defaults until there is a first state. */
export function createClient(options: ClientOptions): GuidonClient {
  return createClientIn(realSurroundings, options);
}

/** `createClient` with another clock, other dice and other durations, for tests. */
export function createClientIn(surroundings: Surroundings, options: ClientOptions): GuidonClient {
  const settings = readOptions(options);
  const { logger } = settings;
  const startedAt = surroundings.elapsed();
  const emitter = createEmitter<ClientEvents>((name, thrown) => {
    const problem: ClientProblem = {
      code: "listener_failed",
      message: `A listener of "${name}" threw: ${String(thrown)}`,
      cause: thrown,
    };
    // A failing error listener is only logged, or it would be called with its own failure without end.
    if (name === "error") log(problem);
    else report(problem);
  });

  function log(problem: ClientProblem): void {
    try {
      logger[levelOf(problem)](`guidon: ${problem.message}`);
    } catch {
      // A logger that fails must not take delivery down with it, and there is nowhere left to say so.
    }
  }
  if (settings.onError !== undefined) emitter.on("error", settings.onError);

  function report(problem: ClientProblem): void {
    log(problem);
    emitter.emit("error", problem);
  }

  const state = createState(surroundings, report);
  const waiters = createReadyWaiters(surroundings, readiness, (problem) => {
    const held = state.held();
    if (held === undefined) return { ready: false, problem: delivery.lastError() ?? problem };
    return { ready: true, source: held.source, revision: held.snapshot.revision, stale: origin().stale };
  });
  const cache =
    settings.cacheFile === undefined
      ? undefined
      : openCacheFile({
          path: settings.cacheFile,
          url: settings.url,
          key: settings.key,
          surroundings,
          report,
        });

  let announced = "";
  const service = { ...settings, surroundings };
  restore();
  const reporter = settings.report
    ? startReporter({
        service,
        revision: () => state.held()?.snapshot.revision,
        connection: () => delivery.state(),
      })
    : undefined;
  const usage = settings.events
    ? startUsage({
        service,
        report,
        isConnected: () => delivery.state() === "streaming" || delivery.state() === "polling",
      })
    : undefined;
  const listDelivery = startListDelivery({
    service,
    state,
    report,
    changed,
    settled: () => waiters.check(),
  });
  listDelivery.look();
  const delivery = startDelivery({
    service,
    state,
    pollInterval: settings.pollInterval,
    report,
    changed(event) {
      listDelivery.look();
      changed(event);
    },
    statusChanged() {
      waiters.check();
      announce();
      reporter?.wake();
    },
  });

  function changed(event: ChangeEvent): void {
    const held = state.held();
    if (held !== undefined) cache?.save(held.snapshot, state.lists());
    // A list that came later is part of a revision that was reported before.
    if (event.previousRevision !== event.revision) reporter?.applied(event);
    waiters.check();
    emitter.emit("change", event);
  }

  /** Puts the last known state in place: the cache file, unless the bootstrap is of a later revision. */
  function restore(): void {
    const cached = cache?.read();
    if (cached !== undefined) {
      state.restoreLists(cached.lists);
      const verdict = state.offerSnapshot(cached.snapshot, "cache");
      if (verdict.kind === "refused") report({ ...verdict.problem, code: "cache_unreadable" });
    }
    if (settings.bootstrap !== undefined) {
      const verdict = state.offerSnapshot(settings.bootstrap, "bootstrap");
      if (verdict.kind === "refused") report({ ...verdict.problem, code: "bootstrap_refused" });
    }
  }

  function announce(): void {
    const status = statusNow();
    const essence = `${status.state} ${status.lastError?.code ?? ""}`;
    if (essence === announced) return;
    announced = essence;
    emitter.emit("status", status);
  }

  function readiness(fresh: boolean): Readiness | undefined {
    const held = state.held();
    const connection = delivery.state();
    // Whoever waits for a first state waits for its lists, too, unless they cannot be had.
    if (listDelivery.isFirst()) return undefined;
    if (held !== undefined) {
      const confirmed = held.source === "stream" || held.source === "poll";
      if (fresh && !confirmed && connection === "connecting") return undefined;
      return { ready: true, source: held.source, revision: held.snapshot.revision, stale: origin().stale };
    }
    if (connection === "closed")
      return { ready: false, problem: { code: "closed", message: "The client is closed." } };
    const problem = delivery.lastError();
    return problem?.code === "unauthorized" ? { ready: false, problem } : undefined;
  }

  function origin(): { source: Source; stale: boolean } {
    const held = state.held();
    const contact = delivery.contact();
    const stale = contact === undefined || surroundings.elapsed() - contact.elapsed > settings.staleAfter;
    return { source: held?.source ?? "none", stale };
  }

  function statusNow(): ClientStatus {
    const snapshot = state.held()?.snapshot;
    const contact = delivery.contact();
    const lastError = delivery.lastError();
    return {
      state: delivery.state(),
      ...origin(),
      ...(snapshot === undefined ? {} : { environment: snapshot.environment, revision: snapshot.revision }),
      ...(contact === undefined ? {} : { lastContactAt: contact.at }),
      staleForMs: Math.round(surroundings.elapsed() - (contact?.elapsed ?? startedAt)),
      ...(lastError === undefined ? {} : { lastError }),
    };
  }

  const evaluator = createEvaluator({
    program: () => state.held()?.program,
    metadata: (flag) => state.held()?.metadata.get(flag),
    origin,
    now: surroundings.now,
    used: usage?.used ?? (() => undefined),
  });

  async function close(): Promise<void> {
    // Asks whether there is a connection, so it comes before that is closed.
    const reported = usage?.close();
    delivery.close();
    listDelivery.close();
    waiters.check();
    announce();
    emitter.clear();
    await Promise.all([cache?.flush(), reporter?.close(), reported]);
  }

  return {
    ready: (readyOptions = {}) => waiters.wait(readyOptions),
    ...evaluator,
    status: statusNow,
    on: (name, listener) => emitter.on(name, listener),
    track: (event, context, options) => usage?.track(event, context, options),
    flush: async () => usage?.flush(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function levelOf(problem: ClientProblem): keyof Logger {
  if (problem.code === "unauthorized") return "error";
  return problem.code === "disconnected" ? "info" : "warn";
}
