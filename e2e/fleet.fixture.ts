import { createClient, type GuidonClient } from "@guidon/server";
import { call } from "./server.fixture.ts";

/** SDK clients and writers that never stop, and remember whatever must not happen. */
export interface Fleet {
  /** Keys of flags whose creation was acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  /** Milliseconds until every client served everything acknowledged so far. Throws after `withinMs`. */
  converge(withinMs: number): Promise<number>;
  /** Ends the load, waits for `converge`, and says how it all went. */
  finish(withinMs: number): Promise<Report>;
}

export interface Report {
  readonly acknowledged: number;
  /** Writes that were answered with a refusal, or whose connection broke. */
  readonly refused: number;
  /** Of clients in their own process, and over HTTP. */
  readonly evaluations: number;
  readonly errors: readonly string[];
  /** Revisions that went backwards in a client. */
  readonly rewinds: readonly string[];
  /** Documents that a client did not have at the revision which brought them, or at a later one. */
  readonly skips: readonly string[];
  /** The longest that an acknowledged write took to all clients. */
  readonly slowestMs: number;
  readonly convergedMs: number;
}

interface Input {
  /** Where writes, streams and evaluations go. */
  readonly url: string;
  readonly keys: { readonly server: string; readonly management: string };
  readonly size: number;
  /** Distinguishes the flags of one fleet from those of another. */
  readonly name: string;
}

const evaluateEveryMs = 10;
const writeEveryMs = 60;
const known = "outbound-email";

const has = (client: GuidonClient, key: string) => client.evaluate(key, {}, null).errorCode === undefined;

export async function startFleet({ url, keys, size, name }: Input): Promise<Fleet> {
  const errors: string[] = [];
  const rewinds: string[] = [];
  const acknowledged = new Set<string>();
  /** Acknowledged and not yet seen at all clients, oldest first. */
  const travelling: { key: string; at: number }[] = [];
  let refused = 0;
  let evaluations = 0;
  let slowestMs = 0;

  const clients = Array.from({ length: size }, () =>
    createClient({ url, key: keys.server, logger: false, pollInterval: 500 }),
  );
  const awaited = clients.map(() => new Set<string>());
  /** By key, the latest revision at which the client served without it. */
  const lacking = clients.map(() => new Map<string, number>());
  for (const [index, client] of clients.entries()) {
    let last = 0;
    client.on("change", ({ revision }) => {
      if (revision < last) rewinds.push(`client ${index}: ${last} → ${revision}`);
      last = revision;
      for (const key of awaited[index]!) {
        if (has(client, key)) awaited[index]!.delete(key);
        else lacking[index]!.set(key, revision);
      }
    });
  }
  for (const outcome of await Promise.all(clients.map((client) => client.ready()))) {
    if (!outcome.ready) throw new Error(`A client did not become ready: ${outcome.problem.message}`);
  }

  const ticking = setInterval(() => {
    for (const [index, client] of clients.entries()) {
      const { errorCode, variant } = client.evaluate(known, { targetingKey: `user-${evaluations}` }, false);
      evaluations++;
      if (errorCode !== undefined || variant === null) errors.push(`client ${index}: ${errorCode}`);
    }
    look();
  }, evaluateEveryMs);

  function look(): void {
    for (let first = travelling[0]; first !== undefined; first = travelling[0]) {
      const { key, at } = first;
      if (!clients.every((client) => has(client, key))) return;
      slowestMs = Math.max(slowestMs, performance.now() - at);
      travelling.shift();
    }
  }

  let working = true;
  const every = async (ms: number, work: (turn: number) => Promise<void>) => {
    for (let turn = 0; working; turn++) {
      await work(turn);
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  };
  const writer = (id: string) =>
    every(writeEveryMs, async (turn) => {
      const key = `chaos-${name}-${id}-${turn}`;
      const body = { key, environments: { production: { on: true } } };
      for (const each of awaited) each.add(key);
      const answer = await call({ url }, keys.management, { path: "/api/v1/flags", body }).catch(
        () => undefined,
      );
      if (answer?.status === 201) {
        acknowledged.add(key);
        travelling.push({ key, at: performance.now() });
        return;
      }
      refused++;
      const expected = answer === undefined || answer.status === 503;
      if (!expected) errors.push(`a write: ${answer.status} ${JSON.stringify(answer.body)}`);
    });
  const asker = every(25, async () => {
    const body = { flag: known, context: { targetingKey: "user-1" } };
    const answer = await call({ url }, keys.server, { path: "/api/v1/evaluate", body }).catch(
      () => undefined,
    );
    // A broken connection is the balancer's to hide; an answer must be right.
    if (answer === undefined) return;
    evaluations++;
    if (answer.status !== 200) errors.push(`over HTTP: ${answer.status} ${JSON.stringify(answer.body)}`);
  });
  const load = [writer("a"), writer("b"), asker];

  async function converge(withinMs: number): Promise<number> {
    const begun = performance.now();
    const wanted = [...acknowledged];
    for (;;) {
      const missing = clients.map((client) => wanted.filter((key) => !has(client, key)).length);
      const passed = performance.now() - begun;
      if (missing.every((count) => count === 0)) return passed;
      if (passed > withinMs) {
        const states = clients.filter((_, index) => missing[index] !== 0).map((client) => client.status());
        throw new Error(
          `After ${Math.round(passed)} ms clients lack writes:\n${JSON.stringify(states, null, 1)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function skips(): Promise<string[]> {
    const whole = await call({ url }, keys.server, { path: "/api/v1/snapshot" });
    const { flags } = whole.body as { flags: { key: string; revision: number }[] };
    const published = new Map(flags.map(({ key, revision }) => [key, revision]));
    return lacking.flatMap((keysOf, index) =>
      [...keysOf]
        .filter(([key, revision]) => revision >= (published.get(key) ?? Number.POSITIVE_INFINITY))
        .map(([key, revision]) => `client ${index}: ${key} at ${revision}`),
    );
  }

  return {
    acknowledged,
    converge,
    async finish(withinMs) {
      working = false;
      await Promise.all(load);
      try {
        const convergedMs = await converge(withinMs);
        look();
        return {
          acknowledged: acknowledged.size,
          refused,
          evaluations,
          errors,
          rewinds,
          skips: await skips(),
          slowestMs,
          convergedMs,
        };
      } finally {
        clearInterval(ticking);
        await Promise.all(clients.map((client) => client.close()));
      }
    },
  };
}
