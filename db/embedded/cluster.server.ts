import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Folders } from "./folders.server.ts";
import { bareEnvironment, majorVersion, type Programs } from "./programs.server.ts";

const run = promisify(execFile);

/** The only role of the cluster; it is reached through a socket that no other account can open. */
export const role = "guidon";

/**
 * Makes the cluster if there is none. It is made under another name and moved into place when it is complete, so a folder
 * called `data` is never half a cluster, whatever was killed when.
 */
export async function ensureCluster(folders: Folders, programs: Programs): Promise<void> {
  if (await holdsCluster(folders)) return;
  await removeUnfinished(folders);
  const making = `${folders.data}-${randomBytes(4).toString("hex")}.unfinished`;
  await mkdir(making, { mode: 0o700 });
  if (folders.account.ids.uid !== undefined) await chown(making, folders.account.uid, folders.account.gid);
  await initialise(making, folders, programs);
  await rename(making, folders.data);
  await settle(folders.root);
}

async function holdsCluster(folders: Folders): Promise<boolean> {
  const version = await readFile(path.join(folders.data, "PG_VERSION"), "utf8").catch(explainUnreadable);
  if (version?.trim() === majorVersion) return true;
  if (version !== undefined) {
    throw new Error(
      `${folders.data} was written by PostgreSQL ${version.trim()}, and this Guidon brings PostgreSQL ${majorVersion}, which ` +
        "cannot open it. Start the Guidon that wrote it and export your data there, or choose another data folder.",
    );
  }
  const found = await readdir(folders.data).catch(() => []);
  if (found.length === 0) return false;
  throw new Error(
    `${folders.data} is not empty, and it is no PostgreSQL cluster (it has no PG_VERSION). ` +
      "Move it away, or choose another data folder.",
  );
}

function explainUnreadable(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw new Error(`The data folder cannot be read (${error.message}). Start Guidon as the user who made it.`);
}

async function removeUnfinished(folders: Folders): Promise<void> {
  const unfinished = (await readdir(folders.root)).filter((name) => name.endsWith(".unfinished"));
  for (const name of unfinished) {
    // The initdb of a killed Guidon may still be writing there, for as long as there is a place to write to.
    await rm(path.join(folders.root, name), {
      recursive: true,
      force: true,
      maxRetries: 10,
      retryDelay: 100,
    });
  }
}

async function initialise(folder: string, folders: Folders, programs: Programs): Promise<void> {
  // The builtin C.UTF-8 sorts and folds alike on every machine and never changes with the system's libraries.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const rest = ["--auth=trust", "--data-checksums", ...locale];
  try {
    await run(programs.initdb, ["--pgdata", folder, "--username", role, ...rest], {
      ...folders.account.ids,
      cwd: folders.root,
      env: bareEnvironment,
      timeout: 120_000,
    });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    await rm(folder, { recursive: true, force: true });
    throw new Error(
      `The embedded database could not be created in ${folders.data}: ${stderr?.trim() || message}`,
      { cause: error },
    );
  }
}

/** A rename is on disk only when its folder is. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
