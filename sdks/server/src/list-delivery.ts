import { drawDelay } from "./back-off.ts";
import { problemOfResponse, problemOfThrown, type ClientProblem } from "./problem.ts";
import { get, parse, startDeadline, type Service } from "./service.ts";
import type { WantedList } from "./lists.ts";
import type { State } from "./state.ts";
import type { ChangeEvent } from "./types.ts";

/** Fetches the lists that the held snapshot refers to and that did not come with it. */
export interface ListDelivery {
  /** Another state is held: looks whether it wants lists. */
  look: () => void;
  /** Whether a list is to come for the first time and was not refused yet, so that whoever waits for a first state waits for it, too. */
  isFirst: () => boolean;
  close: () => void;
}

/** What it needs and whom it tells. */
export interface ListDeliveryOptions {
  service: Service;
  state: State;
  /** A list is here, and evaluated with from now on. */
  changed: (change: ChangeEvent) => void;
  /** What `isFirst` says may be another thing now. */
  settled: () => void;
  /** Told once for each row of failures. */
  report: (problem: ClientProblem) => void;
}

/**
 * Starts without a request: most changes of lists come with the stream.
 *
 * A list that cannot be had keeps its last good state and is asked for again, later each time. It never holds up
 * anything else.
 */
export function startListDelivery(options: ListDeliveryOptions): ListDelivery {
  const { service, state } = options;
  const { surroundings } = service;
  const closing = new AbortController();
  let running = false;
  let failures = 0;

  function look(): void {
    if (running || closing.signal.aborted || state.wantedLists().length === 0) return;
    running = true;
    void run().finally(() => {
      running = false;
      options.settled();
      // A change may have come in the moment in which the loop ended.
      look();
    });
  }

  async function run(): Promise<void> {
    for (let first = true; ; first = false) {
      const [wanted] = state.wantedLists();
      if (wanted === undefined || closing.signal.aborted) return;
      // All who follow hear of a list in the same moment; who has an older one can wait a little.
      if (first && wanted.held !== undefined) await pause(surroundings.random() * surroundings.listSpread);
      const problem = await fetchAll();
      if (problem === undefined) {
        failures = 0;
        continue;
      }
      if (closing.signal.aborted) return;
      if (failures === 0) options.report(problem);
      const delay = drawDelay(surroundings.backOff, { attempt: failures }, surroundings.random);
      failures += 1;
      options.settled();
      await pause(Math.max(delay, Math.min(problem.retryAfterMs ?? 0, surroundings.longestRetryAfter)));
    }
  }

  async function fetchAll(): Promise<ClientProblem | undefined> {
    for (const wanted of state.wantedLists()) {
      const answer = await fetchList(service, wanted, closing.signal);
      // The list may have moved on while this one was on its way.
      if (!state.wantedLists().some((still) => isSame(still, wanted))) continue;
      if (answer.kind === "problem") return answer.problem;
      const change = state.offerList(wanted, answer.body);
      if (change === undefined) return refused(wanted);
      options.changed(change);
    }
    return undefined;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        cancel();
        closing.signal.removeEventListener("abort", finish);
        resolve();
      };
      const cancel = surroundings.after(ms, finish);
      closing.signal.addEventListener("abort", finish);
    });
  }

  return {
    look,
    isFirst: () =>
      !closing.signal.aborted && failures === 0 && state.wantedLists().some(({ held }) => held === undefined),
    close: () => closing.abort({ code: "closed", message: "The client was closed." } satisfies ClientProblem),
  };
}

const isSame = (a: WantedList, b: WantedList): boolean =>
  a.segment === b.segment && a.list === b.list && a.digest === b.digest;

function refused({ segment, list, revision }: WantedList): ClientProblem {
  const message = `The list of segment ${segment} (${list}, revision ${revision}) was refused: it is not what its segment names. Its last good state stays.`;
  return { code: "list_refused", message };
}

type ListAnswer = { kind: "list"; body: unknown } | { kind: "problem"; problem: ClientProblem };

async function fetchList(service: Service, wanted: WantedList, signal: AbortSignal): Promise<ListAnswer> {
  const { surroundings, requestTimeout } = service;
  const deadline = startDeadline(surroundings, signal, requestTimeout, {
    code: "timeout",
    message: `No list within ${requestTimeout} ms.`,
  });
  const { segment, list, revision, held } = wanted;
  const since = held === undefined ? "" : `&since=${held}`;
  const path = `api/v1/segments/${encodeURIComponent(segment)}/list?list=${list}&revision=${revision}${since}`;
  try {
    const response = await get(service, path, { accept: "application/json" }, deadline.signal);
    if (response.status !== 200)
      return { kind: "problem", problem: await problemOfResponse(response, surroundings.now()) };
    return { kind: "list", body: parse(await response.text()) };
  } catch (thrown) {
    return { kind: "problem", problem: problemOfThrown(thrown, `Asking for the list of segment ${segment}`) };
  } finally {
    deadline.end();
  }
}
