import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const programs = "/usr/lib/postgresql/15/bin";

/**
 * A cluster of Debian's PostgreSQL 15 for one run of the suite, in a folder of its own; the clusters of the system are left alone. It listens
 * on the loopback address, since that is what a DATABASE_URL can say, and asks for a password.
 *
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startPostgres15() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "guidon-postgres15-"));
  const data = path.join(folder, "data");
  const ids = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const password = randomBytes(16).toString("hex");
  const passwordFile = path.join(folder, "password");
  writeFileSync(passwordFile, password);
  mkdirSync(data, { mode: 0o700 });
  if (ids.uid !== undefined)
    for (const place of [folder, data, passwordFile]) chownSync(place, ids.uid, ids.gid);
  await promisify(execFile)(
    `${programs}/initdb`,
    [
      "-D",
      data,
      "-U",
      "guidon",
      "-A",
      "scram-sha-256",
      `--pwfile=${passwordFile}`,
      "-E",
      "UTF8",
      "--locale=C.UTF-8",
    ],
    { ...ids, cwd: folder },
  );
  const port = await freePort();
  const settings = [
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}`,
    "fsync=off",
    "max_connections=200",
  ];
  const child = spawn(
    `${programs}/postgres`,
    ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    { ...ids, cwd: folder, stdio: ["ignore", "ignore", "ignore"] },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGINT");
    await Promise.race([ended, sleep(5_000, undefined, { ref: false })]);
    child.kill("SIGQUIT");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  for (let waited = 0; !isReady(data); waited += 20) {
    if (waited > 20_000 || child.exitCode !== null) {
      await stop();
      throw new Error("PostgreSQL 15 did not start.");
    }
    await sleep(20);
  }
  return { url: `postgres://guidon:${password}@127.0.0.1:${port}/postgres`, stop };
}

/** @param {string} data */
function isReady(data) {
  try {
    return readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n")[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  });
}
