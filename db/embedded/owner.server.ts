import { randomBytes } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Folders } from "./folders.server.ts";

/** About a second in all: long enough for two that start together to settle it, and for one that is just going. */
const attempts = 6;

/** A name that no one answers to is cleared away only when it is surely not one that is being bound right now. */
const staleAfterMs = 60_000;

/**
 * Makes this process the one Guidon that runs a PostgreSQL on the folder, or throws.
 *
 * The proof of life is a socket on which the owner listens. The kernel closes it in the instant the owner dies, however it dies,
 * so there is nothing to go stale: no recycled process id locks the folder for ever, and containers that share a
 * volume but not their process ids still see each other. Whoever wants the folder listens first and looks for others
 * afterwards; of two that come together, at least one therefore sees the other. It withdraws and tries again.
 */
export async function takeFolder(folders: Folders): Promise<{ release(): Promise<void> }> {
  let rival: Rival | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const name = `owner-${process.pid}-${randomBytes(4).toString("hex")}`;
    const server = await listen(path.join(folders.sockets, name));
    rival = await findRival(folders.sockets, name);
    if (rival === undefined) return { release: () => close(server) };
    await close(server);
    await sleep(50 + Math.random() * 250);
  }
  throw new Error(
    `${folders.named} is in use by process ${rival?.pid} (since ${rival?.since.toISOString()}). ` +
      "Stop that Guidon, give this one another data folder, or set DATABASE_URL so that both share a PostgreSQL.",
  );
}

type Rival = { pid: string; since: Date };

async function findRival(folder: string, own: string): Promise<Rival | undefined> {
  const others = (await readdir(folder)).filter((name) => name.startsWith("owner-") && name !== own);
  for (const name of others) {
    const address = path.join(folder, name);
    const found = await stat(address).catch(() => undefined);
    if (found === undefined) continue;
    if (await answers(address)) return { pid: name.split("-")[1] ?? "unknown", since: found.mtime };
    if (Date.now() - found.mtimeMs > staleAfterMs) await rm(address, { force: true });
  }
  return undefined;
}

/** The kernel accepts for a busy or stopped owner too, so this asks for nothing but the connection. */
function answers(address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED" || error.code === "ENOENT") resolve(false);
      else if (error.code === "EAGAIN")
        resolve(true); // its queue is full: it is alive
      else reject(error);
    });
  });
}

function listen(address: string): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once("error", (error) => {
      reject(
        new Error(
          `No socket can be made at ${address} (${error.message}). ` +
            "The data folder must be on a local disk; or set DATABASE_URL to a PostgreSQL of your own.",
        ),
      );
    });
    // Exclusive, or a cluster's primary process would hold the socket in place of the worker that owns the folder.
    server.listen({ path: address, exclusive: true }, () => resolve(server.unref()));
  });
}

const close = (server: net.Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
