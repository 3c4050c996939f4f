import { connect, type Socket } from "node:net";

/** What came of sending requests for a while. Latencies are in milliseconds, sorted. */
export interface Load {
  readonly seconds: number;
  readonly latencies: Float64Array;
  /** How many answers had each status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Latencies of the answers that were not a refusal (below 400), sorted. */
  readonly accepted: Float64Array;
  /** Latencies of the refusals, sorted. */
  readonly refused: Float64Array;
  /** Refusals without Retry-After. */
  readonly mute: number;
  readonly bytes: number;
}

export interface LoadInput {
  readonly port: number;
  readonly connections: number;
  readonly ms: number;
  /** Whole HTTP requests, sent in turn. */
  readonly requests: readonly Buffer[];
  /** Requests a second that arrive whatever the server does; left out, each connection sends as soon as it was answered. */
  readonly rate?: number;
}

interface Line {
  readonly socket: Socket;
  /** When what is being waited for was due. */
  since: number;
  busy: boolean;
  /** Bytes of the answer that are still to come; undefined before its head is known. */
  missing: number | undefined;
  head: string;
  status: number;
}

/**
 * Sends over kept connections and reads answers with as little work as will do, since the load shares its machine
 * with the server. With a rate, a request that finds no free line waits for one, and its time counts from when it was due.
 */
export async function load({ port, connections, ms, requests, rate }: LoadInput): Promise<Load> {
  const all: number[] = [];
  const accepted: number[] = [];
  const refused: number[] = [];
  const statuses = new Map<number, number>();
  const lines: Line[] = [];
  const idle: Line[] = [];
  /** Due times of requests that wait for a line; read from `first` on. */
  const queue: number[] = [];
  let first = 0;
  let next = 0;
  let bytes = 0;
  let mute = 0;
  let ended = false;
  let broken: Error | undefined;

  function send(line: Line, due: number): void {
    line.since = due;
    line.busy = true;
    line.socket.write(requests[next++ % requests.length]!);
  }

  function finish(line: Line): void {
    const now = performance.now();
    const took = now - line.since;
    all.push(took);
    if (line.status < 400) accepted.push(took);
    else {
      refused.push(took);
      if (!/retry-after/i.test(line.head)) mute += 1;
    }
    statuses.set(line.status, (statuses.get(line.status) ?? 0) + 1);
    line.busy = false;
    line.missing = undefined;
    line.head = "";
    if (rate === undefined) {
      if (!ended) send(line, now);
    } else if (first < queue.length && !ended) send(line, queue[first++]!);
    else idle.push(line);
  }

  function read(line: Line, chunk: Buffer): void {
    bytes += chunk.length;
    let length = chunk.length;
    if (line.missing === undefined) {
      line.head += chunk.toString("latin1", 0, 2048);
      const end = line.head.indexOf("\r\n\r\n");
      if (end === -1) return;
      line.status = Number(line.head.slice(9, 12));
      const declared = /content-length: (\d+)/i.exec(line.head);
      line.missing = declared === null || line.status === 304 ? 0 : Number(declared[1]);
      // The head came in one piece, or else in small ones: the body's share is what stands behind it.
      length = chunk.length - (end + 4 - (line.head.length - Math.min(chunk.length, 2048)));
    }
    line.missing -= length;
    if (line.missing <= 0) finish(line);
  }

  await Promise.all(
    Array.from({ length: connections }, () => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      const line: Line = { socket, since: 0, busy: false, missing: undefined, head: "", status: 0 };
      lines.push(line);
      socket.on("data", (chunk) => read(line, chunk));
      socket.on("error", (error) => (broken ??= error));
      return new Promise<void>((open) => socket.once("connect", () => open()));
    }),
  );
  const began = performance.now();
  if (rate === undefined) for (const line of lines) send(line, began);
  else {
    idle.push(...lines);
    let sent = 0;
    const tick = setInterval(() => {
      for (const now = performance.now(); sent < ((now - began) / 1000) * rate; sent++) {
        const due = began + (sent / rate) * 1000;
        const line = idle.pop();
        if (line === undefined) queue.push(due);
        else send(line, due);
      }
    }, 1);
    setTimeout(() => clearInterval(tick), ms).unref();
  }
  await new Promise((done) => setTimeout(done, ms));
  const seconds = (performance.now() - began) / 1000;
  ended = true;
  const counted = {
    all: all.slice(),
    accepted: accepted.slice(),
    refused: refused.slice(),
    statuses: new Map(statuses),
  };
  // What is on its way may still arrive, so that a server is not left with broken connections.
  await new Promise((done) => setTimeout(done, 50));
  for (const { socket } of lines) socket.destroy();
  if (broken !== undefined) throw broken;
  return {
    seconds,
    bytes,
    mute,
    statuses: counted.statuses,
    latencies: Float64Array.from(counted.all).sort(),
    accepted: Float64Array.from(counted.accepted).sort(),
    refused: Float64Array.from(counted.refused).sort(),
  };
}

/** One value out of sorted ones. */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A whole request, as it goes over the wire. */
export function requestOf(line: string, headers: Readonly<Record<string, string>>, body?: unknown): Buffer {
  const text = body === undefined ? "" : JSON.stringify(body);
  const all = {
    host: "127.0.0.1",
    ...headers,
    ...(body === undefined
      ? {}
      : { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) }),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${line} HTTP/1.1\r\n${head.join("")}\r\n${text}`);
}
