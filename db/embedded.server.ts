import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { boot, commandLine, type Running } from "./embedded/boot.server.ts";
import { ensureCluster, role } from "./embedded/cluster.server.ts";
import { type Folders, forgetShortName, prepareFolders } from "./embedded/folders.server.ts";
import { takeFolder } from "./embedded/owner.server.ts";
import { commandOf, stopPostmaster } from "./embedded/postmaster.server.ts";
import { findPrograms } from "./embedded/programs.server.ts";

export type EmbeddedOptions = { host: string; port: number; user: string; database: string };

export type Embedded = { options: EmbeddedOptions; adopted: boolean; stop(): Promise<void> };

/**
 * Runs a PostgreSQL of our own on a folder, reachable through a Unix socket alone. One Guidon at a time has the folder. If that one is
 * killed, its PostgreSQL lives on and the next Guidon adopts it; if PostgreSQL is killed, it is started again. What was acknowledged is there after both.
 */
export async function startEmbedded(input: {
  directory: string;
  log: (line: string) => void;
}): Promise<Embedded> {
  const folders = await prepareFolders(input.directory);
  const owner = await takeFolder(folders);
  const leave = async (): Promise<void> => {
    await forgetShortName(folders);
    await owner.release();
  };
  try {
    const supervisor = await run(folders, input.log);
    const stop = async (): Promise<void> => {
      try {
        await supervisor.stop();
      } finally {
        await leave();
      }
    };
    let stopping: Promise<void> | undefined;
    return {
      options: optionsFor(folders, "guidon"),
      adopted: supervisor.adopted,
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    await leave();
    throw error;
  }
}

async function run(folders: Folders, log: (line: string) => void): Promise<Supervisor> {
  const programs = await findPrograms(folders.account);
  await ensureCluster(folders, programs);
  const command = commandLine(folders, programs);
  const first = await boot(folders, { command, log });
  try {
    await ensureDatabase(folders);
  } catch (error) {
    await stopPostmaster(first.pid, folders.data);
    throw error;
  }
  return supervise(folders, { first, command, log });
}

const optionsFor = (folders: Folders, database: string): EmbeddedOptions => ({
  host: folders.sockets,
  port: 5432,
  user: role,
  database,
});

async function ensureDatabase(folders: Folders): Promise<void> {
  const connection = new pg.Client({ ...optionsFor(folders, "postgres"), connectionTimeoutMillis: 30_000 });
  connection.on("error", () => undefined);
  try {
    await connection.connect();
    const found = await connection.query("select 1 from pg_database where datname = 'guidon'");
    if (found.rowCount === 0) await connection.query("create database guidon");
  } finally {
    await connection.end().catch(() => undefined);
  }
}

type Supervisor = { adopted: boolean; stop(): Promise<void> };

/**
 * Starts PostgreSQL again whenever it has ended without our asking: killed for want of memory, say. It asks the system instead of
 * waiting for a child's exit, since an adopted PostgreSQL is no child of ours.
 */
function supervise(
  folders: Folders,
  input: { first: Running; command: readonly string[]; log: (line: string) => void },
): Supervisor {
  const stopped = new AbortController();
  let running = input.first;
  // Whoever ends this process without a stop() leaves no server behind, either: it shuts down by itself, after us.
  const atExit = (): void => {
    if (commandOf(running.pid, folders.data) !== undefined) process.kill(running.pid, "SIGINT");
  };
  process.once("exit", atExit);
  const watching = watch();
  return {
    adopted: input.first.adopted,
    async stop() {
      process.off("exit", atExit);
      stopped.abort();
      await watching;
      const ended = await stopPostmaster(running.pid, folders.data);
      if (!ended) input.log(`PostgreSQL (process ${running.pid}) is still shutting down and was left to it.`);
    },
  };

  async function watch(): Promise<void> {
    for (let failures = 0; !stopped.signal.aborted;) {
      if (commandOf(running.pid, folders.data) !== undefined) {
        failures = 0;
        await pause(250);
        continue;
      }
      input.log(`PostgreSQL (process ${running.pid}) has ended unexpectedly and is started again.`);
      try {
        running = await boot(folders, input);
      } catch (error) {
        input.log(error instanceof Error ? error.message : String(error));
        await pause(Math.min(10_000, 250 * 2 ** failures++));
      }
    }
  }

  async function pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);
  }
}
