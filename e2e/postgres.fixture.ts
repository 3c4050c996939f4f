import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import postgres from "postgres";
import { databaseAt } from "#db/test-server.fixture.ts";
import { startPostgres15 } from "../server/suite/postgres15.mjs";
import { freePort } from "./server.fixture.ts";

export interface ExternalDatabase {
  /** What a user would set as DATABASE_URL. */
  readonly url: string;
  stop(): Promise<void>;
}

const programs = "/usr/lib/postgresql/15/bin";

/** Why there is no PostgreSQL beside ours; undefined where there is one. */
export function missingPostgres(): string | undefined {
  if (process.env["GUIDON_TEST_POSTGRES15_URL"] !== undefined) return undefined;
  const skip = process.env["GUIDON_SKIP_POSTGRES15"];
  if (skip !== undefined) return skip;
  return existsSync(`${programs}/postgres`) ? undefined : "postgresql-15 is not installed";
}

/** An empty database on the suite's PostgreSQL 15, or on one started for the caller alone. */
export async function externalDatabase(): Promise<ExternalDatabase> {
  const shared = process.env["GUIDON_TEST_POSTGRES15_URL"];
  const server = shared === undefined ? await startPostgres15() : { url: shared, async stop() {} };
  const name = `guidon_${randomBytes(6).toString("hex")}`;
  const sql = postgres(server.url, { max: 1, onnotice() {} });
  await sql.unsafe(`create database ${name}`);
  await sql.end();
  return { url: databaseAt(server.url, name) as string, stop: () => server.stop() };
}

/** A PostgreSQL 15 of the test's own, which it may stop, kill, halt and start again on the same port. */
export interface UnsteadyDatabase {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  /** Ends all connections and the server, as an operator's restart does. */
  stop(): Promise<void>;
  /** SIGSTOP or SIGCONT for the server and every process of it: it accepts connections and answers nothing. */
  signal(name: "SIGSTOP" | "SIGCONT"): Promise<void>;
  remove(): Promise<void>;
}

/** As safe as in production: what is acknowledged is on disk. */
export async function unsteadyDatabase(): Promise<UnsteadyDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "guidon-unsteady-"));
  const data = join(folder, "data");
  const ids = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const password = randomBytes(16).toString("hex");
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password);
  await mkdir(data, { mode: 0o700 });
  if (ids.uid !== undefined) {
    for (const place of [folder, data, passwordFile]) await chown(place, ids.uid, ids.gid);
  }
  await promisify(execFile)(
    `${programs}/initdb`,
    ["-D", data, "-U", "guidon", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", "-N"],
    { ...ids, cwd: folder },
  );
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`, "max_connections=100"];
  const args = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  let child: ChildProcess | undefined;

  const database: UnsteadyDatabase = {
    url: `postgres://guidon:${password}@127.0.0.1:${port}/postgres`,
    port,
    async start() {
      child = spawn(`${programs}/postgres`, args, { ...ids, cwd: folder, stdio: "ignore" });
      const ready = async () =>
        (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n")[7]?.trim();
      for (let waited = 0; (await ready()) !== "ready"; waited += 20) {
        if (waited > 20_000) throw new Error("PostgreSQL 15 did not start.");
        await sleep(20);
      }
    },
    async stop() {
      if (child === undefined || child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGINT");
      await ended;
    },
    async signal(name) {
      const pid = child?.pid ?? 0;
      const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
      for (const each of [pid, ...children.trim().split(" ").map(Number)]) {
        if (each > 0) process.kill(each, name);
      }
    },
    async remove() {
      await database.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  await database.start();
  return database;
}
