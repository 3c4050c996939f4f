import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** An installation or a build takes a minute or two. A lock this old belongs to a process id that someone else has now. */
const abandonedAfterMs = 20 * 60_000;

/**
 * Runs `work` in one process at a time. `work` looks again itself whether there is still something to do.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let told = false; !take(file); await sleep(200)) {
    const pid = holder(file);
    if (told || pid === 0) continue;
    console.log(`Waiting for process ${pid}, which is at the same work (${file}).`);
    told = true;
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
  }
  if (!isHeld(file)) rmSync(file, { force: true });
  return false;
}

/** @param {string} file */
function holder(file) {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

/** @param {string} file */
function isHeld(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > abandonedAfterMs) return false;
    const pid = holder(file);
    // Another process has made the file and is about to write its id.
    if (pid === 0) return Date.now() - statSync(file).mtimeMs < 2_000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
