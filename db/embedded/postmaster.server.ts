import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What PostgreSQL writes down about itself: the first line is its process id, the eighth how far it has come. */
export function readPidFile(data: string): { pid: number; ready: boolean } | undefined {
  const lines = readLines(data);
  const pid = Number(lines?.[0]);
  return Number.isSafeInteger(pid) && pid > 1 ? { pid, ready: lines?.[7]?.trim() === "ready" } : undefined;
}

function readLines(data: string): string[] | undefined {
  try {
    return readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return undefined;
  }
}

/**
 * The command line of a process, if it is a PostgreSQL that has this folder open; undefined for the dead, for zombies and
 * for a stranger that was given the same process id. A postmaster works in its data folder, which no one can fake by name.
 */
export function commandOf(pid: number, data: string): string | undefined {
  try {
    if (process.platform !== "linux") {
      const command = execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], {
        encoding: "utf8",
      }).trim();
      return command.includes(data) ? command : undefined;
    }
    if (readlinkSync(`/proc/${pid}/cwd`) !== data) return undefined;
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * PostgreSQL does not start while the process id in its lock file belongs to anyone alive, though it be a stranger (after
 * a restart of the machine or container) or a zombie. It overlooks its own parent there, so that is the name we put. The rest of the
 * file stays: by it PostgreSQL makes sure that no old backend is still attached to the shared memory.
 */
export function overlookStranger(data: string): void {
  const lines = readLines(data);
  if (lines === undefined) return;
  lines[0] = String(process.pid);
  writeFileSync(path.join(data, "postmaster.pid"), lines.join("\n"));
}

/**
 * Fast shutdown: clients are disconnected, everything is written down. If that takes too long, an immediate one, which is
 * as safe as a crash: the next start recovers from the log. Bounded, and never SIGKILL, which would orphan the backends.
 */
export async function stopPostmaster(pid: number, data: string): Promise<boolean> {
  return (
    (await endsOn("SIGINT", { pid, data, limitMs: 15_000 })) ||
    endsOn("SIGQUIT", { pid, data, limitMs: 7_000 })
  );
}

async function endsOn(
  signal: NodeJS.Signals,
  input: { pid: number; data: string; limitMs: number },
): Promise<boolean> {
  const ended = (): boolean => commandOf(input.pid, input.data) === undefined;
  if (ended()) return true;
  process.kill(input.pid, signal);
  for (const limit = Date.now() + input.limitMs; Date.now() < limit; await sleep(10)) {
    if (ended()) return true;
  }
  return false;
}
