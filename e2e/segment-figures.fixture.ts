import { createClient, type GuidonClient } from "@guidon/server";
import { readFileSync } from "node:fs";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { externalDatabase } from "./postgres.fixture.ts";
import { call, startServer, type RunningServer } from "./server.fixture.ts";

/** What a long list costs, measured on a real server with a PostgreSQL of its own. */
export interface SegmentFigures {
  readonly keys: number;
  readonly edits: number;
  /** The upload, from the first byte sent to the answer; by then the list is served. */
  readonly uploadMs: number;
  /** Resident memory of the server process, in bytes: before the upload, and the most until its answer. */
  readonly memoryBefore: number;
  readonly memoryPeak: number;
  /** Whether the flag that uses the segment served right: over HTTP, and in SDKs. */
  readonly evaluatesRight: boolean;
  /** How long an SDK takes to be ready, list included. */
  readonly readyMs: number;
  /** Bytes on the wire, both ways, for one key more: to an SDK that only listens, and to one that also acknowledges. */
  readonly oneKeyBytes: number;
  readonly oneKeyBytesAcknowledged: number;
  /** From the request to the answer, on average, of edits one after the other. */
  readonly editMs: number;
  /** By how many bytes the history grew with all edits: publications, documents and list log, with their indexes. */
  readonly growth: number;
  /** The same of the whole database, the audit log included. */
  readonly growthWithAudit: number;
  /** The list at its last revision, as the API rebuilds it, has the keys that it should have. */
  readonly historyRight: boolean;
}

const base = "/api/v1/projects/storefront/environments/production";
const segment = "loyal-customers";
const flag = "loyalty-banner";
const keyOf = (i: number) => `customer-${String(i).padStart(7, "0")}`;

export async function measureSegments(input: { keys: number; edits: number }): Promise<SegmentFigures> {
  const database = await externalDatabase();
  const server = await startServer({ demo: true, env: { DATABASE_URL: database.url } });
  const sql = postgres(database.url, { max: 1, onnotice() {} });
  const clients: GuidonClient[] = [];
  const proxies: CountingProxy[] = [];
  try {
    // Under load a server may serve before its database is ready, and the demo company comes after that.
    while (!server.output().includes("  management ")) await sleep(100);
    return await measure(server, { ...input, sql, clients, proxies });
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await sql.end();
    await server.stop();
    await database.stop();
  }
}

interface Running {
  readonly keys: number;
  readonly edits: number;
  readonly sql: postgres.Sql;
  readonly clients: GuidonClient[];
  readonly proxies: CountingProxy[];
}

async function measure(
  server: RunningServer,
  { keys, edits, sql, clients, proxies }: Running,
): Promise<SegmentFigures> {
  const management = server.demoKey("management");
  const send = async (path: string, body: unknown, method = "POST", headers = {}) => {
    const answer = await call(server, management, { method, path, body, headers });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Record<string, unknown>;
  };
  await send(`${base}/segments`, { key: segment, name: "Loyal customers" });
  await send("/api/v1/projects/storefront/flags", { key: flag });
  const rules = [{ id: "loyal", when: { segment }, serve: { variant: "on" } }];
  const patch = { on: true, rules, fallthrough: { variant: "off" } };
  await send(`${base}/flags/${flag}/targeting`, patch, "PATCH", { "if-match": "*" });

  const pid = server.process.pid ?? 0;
  const memoryBefore = memoryOf(pid, "VmRSS");
  const began = performance.now();
  await upload(server, management, keys);
  const uploadMs = performance.now() - began;
  const memoryPeak = memoryOf(pid, "VmHWM");

  const samples = [
    { targetingKey: keyOf(0), on: true },
    { targetingKey: keyOf(keys - 1), on: true },
    { targetingKey: keyOf(keys), on: false },
    { targetingKey: "nobody", on: false },
  ];
  let evaluatesRight = true;
  for (const { targetingKey, on } of samples) {
    const asked = { method: "POST", path: "/api/v1/evaluate", body: { flag, context: { targetingKey } } };
    const { body } = await call(server, server.demoKey("server"), asked);
    const { evaluations } = body as { evaluations: Record<string, { value: unknown }> };
    evaluatesRight &&= evaluations[flag]?.value === on;
  }

  const connectClient = async (report: boolean) => {
    const proxy = await startCountingProxy(Number(new URL(server.url).port));
    proxies.push(proxy);
    const from = performance.now();
    const options = { url: proxy.url, key: server.demoKey("server"), logger: false as const };
    const client = createClient({ ...options, report, events: false });
    clients.push(client);
    await client.ready();
    return { client, proxy, readyMs: performance.now() - from };
  };
  const listener = await connectClient(false);
  const reporter = await connectClient(true);
  for (const { client } of [listener, reporter])
    for (const { targetingKey, on } of samples)
      evaluatesRight &&= client.isEnabled(flag, { targetingKey }) === on;

  // Until the first report has been made, and the line is quiet.
  await sleep(2000);
  const before = [listener.proxy.bytes(), reporter.proxy.bytes()];
  await send(`${base}/segments/${segment}/lists/included`, { add: [keyOf(keys)] });
  while (!listener.client.isEnabled(flag, { targetingKey: keyOf(keys) })) await sleep(5);
  // Longer than a report waits, and shorter than the time between two signs of life of an idle stream.
  await sleep(1500);
  evaluatesRight &&= reporter.client.isEnabled(flag, { targetingKey: keyOf(keys) });
  const [oneKeyBytes, oneKeyBytesAcknowledged] = [
    listener.proxy.bytes() - before[0]!,
    reporter.proxy.bytes() - before[1]!,
  ];

  // They share this process, whose time the edits should not pay for.
  await Promise.all(clients.map((client) => client.close()));
  const sizesBefore = await settledSizes(sql);
  const editing = performance.now();
  for (let i = 0; i < edits; i++) {
    const change = i % 3 === 2 ? { remove: [keyOf(i)] } : { add: [keyOf(keys + 1 + i)] };
    await send(`${base}/segments/${segment}/lists/included`, change);
  }
  const editMs = edits === 0 ? 0 : (performance.now() - editing) / edits;
  const sizesAfter = await settledSizes(sql);

  const removed = Math.floor(edits / 3);
  const { body } = await call(server, management, {
    path: `${base}/segments/${segment}/lists/included?limit=1`,
  });
  const { count } = body as { count: number };
  return {
    ...{ keys, edits, uploadMs, memoryBefore, memoryPeak, evaluatesRight, readyMs: listener.readyMs },
    ...{ oneKeyBytes, oneKeyBytesAcknowledged, editMs },
    growth: sizesAfter.history - sizesBefore.history,
    growthWithAudit: sizesAfter.all - sizesBefore.all,
    historyRight: count === keys + 1 + (edits - removed) - removed,
  };
}

/** Streams the file as a program would that never holds all of it. */
async function upload(server: RunningServer, key: string, keys: number): Promise<void> {
  function* lines() {
    yield "key\n";
    for (let from = 0; from < keys; from += 1000) {
      const to = Math.min(keys, from + 1000);
      yield `${Array.from({ length: to - from }, (_, i) => keyOf(from + i)).join("\n")}\n`;
    }
  }
  const request = httpRequest(`${server.url}${base}/segments/${segment}/lists/included/upload?mode=add`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
  });
  Readable.from(lines()).pipe(request);
  const [response] = (await once(request, "response")) as [Readable & { statusCode: number }];
  const text = (await response.toArray()).join("");
  const answer = JSON.parse(text) as { added?: number };
  if (response.statusCode !== 200 || answer.added !== keys)
    throw new Error(`The upload was answered with ${response.statusCode}: ${text}`);
}

/** Bytes, from the kernel. */
function memoryOf(pid: number, what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0) * 1024;
}

/** What is only waiting to be reused counts for neither. */
async function settledSizes(sql: postgres.Sql): Promise<{ history: number; all: number }> {
  await sql.unsafe("vacuum");
  const [row] = await sql<{ history: string; all: string }[]>`
    select sum(pg_total_relation_size(name::regclass))::text as history,
      pg_database_size(current_database())::text as all
    from unnest(array['publications', 'published_documents', 'list_changes', 'segments']) as name`;
  return { history: Number(row?.history ?? 0), all: Number(row?.all ?? 0) };
}

/** Stands between an SDK and the server, and counts what goes either way. */
interface CountingProxy {
  readonly url: string;
  bytes(): number;
  stop(): Promise<void>;
}

async function startCountingProxy(port: number): Promise<CountingProxy> {
  let bytes = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        to.write(chunk);
      });
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => bytes,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** For people. */
export function figureLines(figures: SegmentFigures): string[] {
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const ms = (time: number) => (time < 1000 ? `${time.toFixed(0)} ms` : `${(time / 1000).toFixed(1)} s`);
  const count = (number: number) => number.toLocaleString("en-US");
  return [
    `${count(figures.keys)} keys by upload: ${ms(figures.uploadMs)}; memory of the server from ${mb(figures.memoryBefore)} to ${mb(figures.memoryPeak)} at its peak`,
    `the flag that uses the segment serves right, over HTTP and in SDKs: ${figures.evaluatesRight ? "yes" : "NO"}; an SDK is ready after ${ms(figures.readyMs)}`,
    `one key more: ${figures.oneKeyBytes} bytes on the wire to an SDK, ${figures.oneKeyBytesAcknowledged} with its acknowledgement`,
    `${count(figures.edits)} edits of one key: ${ms(figures.editMs)} each; the history grew by ${mb(figures.growth)}, the database with its audit log by ${mb(figures.growthWithAudit)}; the list is right: ${figures.historyRight ? "yes" : "NO"}`,
  ];
}
