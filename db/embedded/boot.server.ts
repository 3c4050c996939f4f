import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Folders } from "./folders.server.ts";
import { commandOf, overlookStranger, readPidFile, stopPostmaster } from "./postmaster.server.ts";
import { bareEnvironment, type Programs } from "./programs.server.ts";

/** Recovery after a crash replays at most `max_wal_size` of log, which takes seconds even on a slow disk. */
const startLimitMs = 120_000;

/** Marks a PostgreSQL as started by us, on its command line. */
const mark = "cluster_name=guidon";

export type Running = { pid: number; adopted: boolean };

export function commandLine(folders: Folders, programs: Programs): string[] {
  const settings = [
    mark,
    "listen_addresses=",
    `unix_socket_directories=${folders.sockets}`,
    "unix_socket_permissions=0700",
    "max_connections=60",
    "shared_buffers=64MB",
    "max_wal_size=256MB",
    "io_method=sync",
    "max_logical_replication_workers=0",
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
    // Failed statements are told to whoever sent them; in the log they would repeat values that may be personal.
    "log_min_messages=log",
    "log_checkpoints=off",
    "log_line_prefix=",
    // What is acknowledged is on disk. Said here, these outrank the configuration file.
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
  ];
  return [
    programs.postgres,
    "-D",
    folders.data,
    "-p",
    "5432",
    ...settings.flatMap((setting) => ["-c", setting]),
  ];
}

/** Adopts the PostgreSQL that a killed Guidon left behind, or starts one. Only the owner of the folder may call this. */
export async function boot(
  folders: Folders,
  input: { command: readonly string[]; log: (line: string) => void },
): Promise<Running> {
  const deadline = Date.now() + startLimitMs;
  const orphan = await findOrphan(folders, input.command);
  if (orphan !== undefined && (await becomesReady(folders, { pid: orphan, deadline }))) {
    return { pid: orphan, adopted: true };
  }
  for (;;) {
    const attempt = await start(folders, { ...input, deadline });
    if ("pid" in attempt) return attempt;
    // What was killed a moment ago may not be gone yet: its lock file or shared memory passes away with it.
    const passing = /lock file|shared memory block/.test(attempt.output) && Date.now() < deadline;
    if (!passing)
      throw new Error(`The embedded PostgreSQL did not start on ${folders.data}:\n${attempt.output}`);
    await sleep(100);
  }
}

async function findOrphan(folders: Folders, command: readonly string[]): Promise<number | undefined> {
  const pid = readPidFile(folders.data)?.pid;
  if (pid === undefined) return undefined;
  const running = commandOf(pid, folders.data);
  if (running === command.join(" ")) return pid;
  if (running === undefined) {
    overlookStranger(folders.data);
    return undefined;
  }
  // The owner it had is dead, and its settings or version are not ours: it makes room.
  if (running.includes(mark) && (await stopPostmaster(pid, folders.data))) return undefined;
  throw new Error(
    `${folders.data} is open in process ${pid}, a PostgreSQL that this Guidon may not use (${running}). Stop it first.`,
  );
}

async function start(
  folders: Folders,
  input: { command: readonly string[]; log: (line: string) => void; deadline: number },
): Promise<Running | { output: string }> {
  const child = launch(folders, input.command);
  const output: string[] = [];
  let tell = (line: string): unknown => output.push(line);
  createInterface({ input: child.stderr }).on("line", (line) => tell(line));
  const ended = new Promise<{ output: string }>((resolve) => {
    child.once("error", (error) => {
      resolve({ output: error.message });
    });
    child.once("close", (code, signal) => {
      resolve({ output: output.join("\n") || `It ended with ${signal ?? `code ${code}`}.` });
    });
  });
  const { pid } = child;
  if (pid === undefined || !(await becomesReady(folders, { pid, deadline: input.deadline }))) return ended;
  output.forEach(input.log);
  tell = input.log;
  return { pid, adopted: false };
}

const launch = (
  folders: Folders,
  [program = "", ...args]: readonly string[],
): ChildProcessByStdio<null, null, Readable> =>
  spawn(program, args, {
    ...folders.account.ids,
    cwd: folders.data,
    env: bareEnvironment,
    stdio: ["ignore", "ignore", "pipe"],
    // A group of its own: Ctrl-C in the terminal is for us, and we stop it when we are done with it.
    detached: true,
  });

/**
 * PostgreSQL says in its lock file when it takes connections. (To ask by connecting would fill its log with refusals.)
 * False if it ended before.
 */
async function becomesReady(folders: Folders, input: { pid: number; deadline: number }): Promise<boolean> {
  while (Date.now() < input.deadline) {
    const found = readPidFile(folders.data);
    if (found?.pid === input.pid && found.ready) return true;
    if (commandOf(input.pid, folders.data) === undefined) return false;
    await sleep(5);
  }
  await stopPostmaster(input.pid, folders.data);
  throw new Error(
    `The embedded PostgreSQL (process ${input.pid}) was not ready on ${folders.data} within ${startLimitMs / 1000} s, ` +
      "and was stopped. Nothing that was saved is lost. Is the disk full or very slow?",
  );
}
