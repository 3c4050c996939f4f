import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandOf, readPidFile, stopPostmaster } from "#db/embedded/postmaster.server.ts";
import { ensureBuild } from "./build.mjs";

const root = path.join(import.meta.dirname, "..");
const writes = 100;
const writers = 4;

let folder: string;
let data: string;
let url: string;
let keys: { management: string; server: string };
let server: Server | undefined;
const acknowledged = new Set<string>();

beforeAll(async () => {
  await ensureBuild(root, { node: process.execPath, version: process.versions.node, env: process.env });
  folder = await mkdtemp(path.join(os.tmpdir(), "guidon-crash-"));
  await chmod(folder, 0o755);
  data = path.join(folder, "postgres", "data");
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = await start("--demo");
  keys = { management: keyIn(server, "mgt"), server: keyIn(server, "srv") };
});

afterAll(async () => {
  if (server !== undefined) await kill(server.child);
  const pid = readPidFile(data)?.pid;
  if (pid !== undefined) await stopPostmaster(pid, data);
  await rm(folder, { recursive: true, force: true });
});

const rounds = Array.from({ length: 10 }, (_, index) => ({
  round: index + 1,
  victims: index % 2 === 0 ? "the server" : "the server and its PostgreSQL",
}));

test.each(rounds)(
  "round $round: every acknowledged write outlives a kill of $victims",
  async ({ round, victims }) => {
    const before = acknowledged.size;
    const dying = server;
    if (dying === undefined) throw new Error("the server is not there");
    const victim = Number(readPidFile(data)?.pid);
    // Somewhere in the middle: never before the first answer, never after the last.
    const fatal = 5 + Math.floor(Math.random() * (writes - 40));

    let next = 0;
    const write = async (): Promise<void> => {
      while (next < writes) {
        const key = `crash-${round}-${next++}`;
        const answer = await post(key).catch(() => undefined);
        if (answer === undefined) return; // the connection broke: never acknowledged
        if (answer.status !== 201) throw new Error(`${key}: ${answer.status} ${await answer.text()}`);
        acknowledged.add(key);
        if (acknowledged.size - before === fatal) {
          dying.child.kill("SIGKILL");
          if (victims !== "the server") process.kill(victim, "SIGKILL");
        }
      }
    };
    await Promise.all(Array.from({ length: writers }, write));
    await kill(dying.child);
    expect(acknowledged.size - before).toBeGreaterThanOrEqual(fatal);
    expect(acknowledged.size - before).toBeLessThan(writes);

    server = await start();
    const stored = await storedKeys();
    const served = await servedKeys();
    expect([...acknowledged].filter((key) => !stored.has(key))).toEqual([]);
    expect([...acknowledged].filter((key) => !served.has(key))).toEqual([]);
    // What was not acknowledged is there as a whole or not at all.
    expect([...stored].filter((key) => !served.has(key))).toEqual([]);
  },
);

test("a second server on the same folder is refused with a clear message, and the first goes on", async () => {
  const second = launch();
  const [code] = (await once(second.child, "exit")) as [number];
  expect(code).toBe(1);
  expect(second.output.join("")).toContain(`${folder} is in use by process ${server?.child.pid} (since 20`);
  expect((await post("after-the-second")).status).toBe(201);
});

test("PostgreSQL alone is killed: evaluation goes on, and writes do again in a moment", async () => {
  const victim = Number(readPidFile(data)?.pid);
  process.kill(victim, "SIGKILL");
  expect(await servedKeys()).toContain("after-the-second");
  await expect
    .poll(() => post("after-the-database").then((answer) => answer.status), { timeout: 20_000 })
    .toBe(201);
  expect(commandOf(victim, data)).toBeUndefined();
});

type Server = { child: ChildProcess; output: string[] };

function launch(...args: string[]): Server {
  const env = {
    ...process.env,
    NODE_ENV: "production",
    GUIDON_DATA: folder,
    PORT: new URL(url).port,
    PUBLIC_URL: url,
  };
  delete (env as NodeJS.ProcessEnv)["DATABASE_URL"];
  const child = spawn(process.execPath, ["server/main.ts", ...args], {
    cwd: root,
    env: env as object as NodeJS.ProcessEnv,
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => output.push(String(text)));
  return { child, output };
}

async function start(...args: string[]): Promise<Server> {
  const starting = launch(...args);
  const ready = (): Promise<number> =>
    fetch(`${url}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
  while ((await ready()) !== 200) {
    if (starting.child.exitCode !== null) throw new Error(`it did not start:\n${starting.output.join("")}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return starting;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

function keyIn(started: Server, kind: string): string {
  const found = started.output.join("").match(new RegExp(`gdn_${kind}_\\w+`));
  if (found === null) throw new Error(`no key of kind ${kind} in:\n${started.output.join("")}`);
  return found[0];
}

const post = (key: string): Promise<Response> =>
  fetch(`${url}/api/v1/projects/storefront/flags`, {
    method: "POST",
    headers: { authorization: `Bearer ${keys.management}`, "content-type": "application/json" },
    body: JSON.stringify({ key, name: key, kind: "release" }),
  });

/** What the database has, page by page. */
async function storedKeys(): Promise<Set<string>> {
  const found = new Set<string>();
  for (let cursor: string | null = ""; cursor !== null;) {
    const answer = await get(
      `/api/v1/projects/storefront/flags?limit=100${cursor === "" ? "" : `&cursor=${cursor}`}`,
    );
    const page = answer as { flags: { key: string }[]; next: string | null };
    for (const { key } of page.flags) found.add(key);
    cursor = page.next;
  }
  return found;
}

/** What SDKs get. */
async function servedKeys(): Promise<Set<string>> {
  const snapshot = (await get("/api/v1/snapshot", keys.server)) as { flags: { key: string }[] };
  return new Set(snapshot.flags.map(({ key }) => key));
}

async function get(place: string, key = keys.management): Promise<unknown> {
  const answer = await fetch(`${url}${place}`, { headers: { authorization: `Bearer ${key}` } });
  if (!answer.ok) throw new Error(`${place}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as net.AddressInfo;
  probe.close();
  return port;
}
