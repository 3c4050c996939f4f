import { drawDelay } from "./back-off.ts";
import { problemOfThrown, type ClientProblem } from "./problem.ts";
import { fetchSnapshot, type Service, type SnapshotAnswer } from "./service.ts";
import type { State, Verdict } from "./state.ts";
import { followStream } from "./stream.ts";
import type { ChangeEvent, ConnectionState } from "./types.ts";

/** Keeps a state current until it is closed. */
export interface Delivery {
  state: () => ConnectionState;
  /** Monotonic and wall-clock time of the last sign that the service holds what we hold. */
  contact: () => { elapsed: number; at: number } | undefined;
  /** What keeps the stream from being up; `undefined` while it is. */
  lastError: () => ClientProblem | undefined;
  close: () => void;
}

/** What delivery needs and whom it tells. */
export interface DeliveryOptions {
  service: Service;
  state: State;
  pollInterval: number;
  /** Another state is being evaluated from now on. */
  changed: (change: ChangeEvent) => void;
  /** The connection's state may be another one now. */
  statusChanged: () => void;
  /** Told once for each problem in a row, not again for every attempt that ends the same way. */
  report: (problem: ClientProblem) => void;
}

/**
 * Starts following the stream, and polling whenever the stream cannot be had.
 *
 * Two loops share one set of facts. The stream loop connects, follows, backs off and connects again for ever. The poll
 * loop runs only after an attempt to connect has failed or is slow, not while a healthy stream merely reconnects: when
 * a process with many streams restarts, its clients come back once each and do not poll beside that.
 */
export function startDelivery(options: DeliveryOptions): Delivery {
  const { service, state, pollInterval } = options;
  const { surroundings } = service;
  const closing = new AbortController();
  const signal = closing.signal;

  let streamUp = false;
  // What the last poll since the stream went down brought.
  let polled: "nothing yet" | "an answer" | "a failure" = "nothing yet";
  let pollLoopRuns = false;
  let keyRefused = false;
  // Monotonic time before which the service wants no request of ours.
  let notBefore = 0;
  let contact: { elapsed: number; at: number } | undefined;
  let lastError: ClientProblem | undefined;

  function connectionState(): ConnectionState {
    if (signal.aborted) return "closed";
    if (streamUp) return "streaming";
    if (polled === "nothing yet") return "connecting";
    return polled === "an answer" ? "polling" : "offline";
  }

  function touch(): void {
    contact = { elapsed: surroundings.elapsed(), at: surroundings.now() };
  }

  function fail(problem: ClientProblem): void {
    if (signal.aborted) return;
    const known = lastError?.code === problem.code && lastError.status === problem.status;
    lastError = problem;
    if (problem.retryAfterMs !== undefined) {
      const wait = Math.min(problem.retryAfterMs, surroundings.longestRetryAfter);
      notBefore = Math.max(notBefore, surroundings.elapsed() + wait);
    }
    keyRefused = problem.code === "unauthorized";
    if (keyRefused) polled = "a failure";
    if (!known) options.report(problem);
    options.statusChanged();
  }

  /** Waits, and on top of that until the service wants to be asked again; returns at once when closed. */
  async function pause(ms: number): Promise<void> {
    // Added up, so that clients that were all told the same time still spread out. Looked at again afterwards, since
    // the other loop may have been told a time meanwhile.
    let wait = Math.max(0, notBefore - surroundings.elapsed()) + ms;
    do {
      await timer(wait);
      wait = notBefore - surroundings.elapsed();
    } while (wait > 0 && !signal.aborted);
  }

  function timer(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const finish = () => {
        cancel();
        signal.removeEventListener("abort", finish);
        resolve();
      };
      const cancel = surroundings.after(ms, finish);
      signal.addEventListener("abort", finish);
    });
  }

  async function streamLoop(): Promise<void> {
    let attempt = 0;
    let retryWindow: number | undefined;
    // After a refused frame the base itself is in doubt, so the next connection asks for the whole.
    let startOver = false;
    while (!signal.aborted) {
      let upAt: number | undefined;
      const resumeFrom = startOver ? undefined : state.resumable();
      const cancelGrace = surroundings.after(surroundings.streamGrace, startPolling);

      function comeUp(): void {
        touch();
        if (upAt !== undefined) return;
        upAt = surroundings.elapsed();
        cancelGrace();
        startOver = false;
        streamUp = true;
        keyRefused = false;
        polled = "nothing yet";
        lastError = undefined;
        state.confirm("stream");
        options.statusChanged();
      }
      function weigh(verdict: Verdict): ClientProblem | undefined {
        if (verdict.kind === "refused") return verdict.problem;
        comeUp();
        if (verdict.change !== undefined) options.changed(verdict.change);
        return undefined;
      }

      const problem = await followStream(service, resumeFrom, signal, {
        // A connection that resumes speaks of what we hold. Any other first has to bring its snapshot: a greeting
        // before that says nothing about a state from the cache.
        alive: () => (resumeFrom !== undefined || upAt !== undefined) && comeUp(),
        snapshot: (body) => weigh(state.offerSnapshot(body, "stream")),
        change: (body) => weigh(state.offerChange(body)),
        retry(ms) {
          retryWindow = ms;
        },
      });
      cancelGrace();
      streamUp = false;
      if (upAt !== undefined && surroundings.elapsed() - upAt >= surroundings.healthyAfter) attempt = 0;
      startOver ||= problem.code === "change_refused" || problem.code === "snapshot_refused";
      fail(problem);
      if (upAt === undefined) startPolling();
      const delay = drawDelay(surroundings.backOff, { attempt, retryWindow }, surroundings.random);
      attempt += 1;
      await pause(keyRefused ? surroundings.refusedKeyRetry * (0.75 + surroundings.random() / 2) : delay);
    }
  }

  function startPolling(): void {
    if (pollLoopRuns || signal.aborted) return;
    pollLoopRuns = true;
    pollLoop()
      .catch((thrown: unknown) => fail(problemOfThrown(thrown, "Polling")))
      .finally(() => {
        pollLoopRuns = false;
      });
  }

  async function pollLoop(): Promise<void> {
    let failures = 0;
    // While nothing is known to be current, somebody may be waiting, so the first poll does not wait for its turn.
    if (state.resumable() === undefined) await pause(0);
    else await pause(surroundings.random() * pollInterval);
    while (!signal.aborted && !streamUp && !keyRefused) {
      const problem = await poll();
      failures = problem === undefined ? 0 : failures + 1;
      const backOff = { base: pollInterval, cap: Math.max(pollInterval, surroundings.backOff.cap) };
      // Between one half and three halves of the interval, so that clients that began together drift apart.
      const turn = pollInterval * (0.5 + surroundings.random());
      await pause(
        failures === 0
          ? turn
          : Math.max(turn, drawDelay(backOff, { attempt: failures }, surroundings.random)),
      );
    }
  }

  async function poll(): Promise<ClientProblem | undefined> {
    const answer = await fetchSnapshot(service, state.held()?.etag, signal);
    // The stream came up meanwhile and is ahead of an answer that was made before.
    if (signal.aborted || streamUp) return undefined;
    const verdict = take(answer);
    polled = verdict.kind === "current" ? "an answer" : "a failure";
    if (verdict.kind === "refused") {
      fail(verdict.problem);
      return verdict.problem;
    }
    touch();
    if (verdict.change !== undefined) options.changed(verdict.change);
    options.statusChanged();
    return undefined;
  }

  function take(answer: SnapshotAnswer): Verdict {
    switch (answer.kind) {
      case "problem":
        return { kind: "refused", problem: answer.problem };
      case "unchanged":
        state.confirm("poll");
        return { kind: "current" };
      case "snapshot":
        return state.offerSnapshot(answer.body, "poll", answer.etag);
    }
  }

  void streamLoop();
  return {
    state: connectionState,
    contact: () => contact,
    lastError: () => lastError,
    close() {
      streamUp = false;
      closing.abort({ code: "closed", message: "The client was closed." } satisfies ClientProblem);
    },
  };
}
