import { createHash, randomBytes } from "node:crypto";
import { chown, lstat, mkdir, readlink, realpath, rm, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type Account, chooseAccount, explainUnreachable } from "./account.server.ts";

/** What stands in the folder: the cluster itself, and the sockets of its PostgreSQL and of the Guidon that owns it. */
export type Folders = { named: string; root: string; data: string; sockets: string; account: Account };

/** Unix socket addresses hold 103 bytes on macOS and 107 on Linux; this leaves room for "/owner-4194304-a1b2c3d4". */
const longestFolder = 103 - 24;

export async function prepareFolders(directory: string): Promise<Folders> {
  await mkdir(directory, { recursive: true });
  const root = path.join(await realpath(directory), "postgres");
  const data = path.join(root, "data");
  const run = path.join(root, "run");
  const account = await chooseAccount(data);
  for (const folder of [root, run]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (account.ids.uid !== undefined) await chown(folder, account.uid, account.gid);
  }
  await explainUnreachable(path.join(data, "PG_VERSION"), account).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  return { named: directory, root, data, sockets: await shortNameOf(run), account };
}

/**
 * A second, short name for a folder whose own name is too long for a socket: a symbolic link among the temporary
 * files. Sockets still stand in the folder itself, so whoever comes by another name finds the same ones. Names there
 * can be squatted, so a link counts only if it is ours (nobody else may replace it there) and leads where it should.
 */
async function shortNameOf(folder: string): Promise<string> {
  if (Buffer.byteLength(folder) <= longestFolder) return folder;
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 12);
  const candidates = [os.tmpdir(), "/tmp"].flatMap((parent) => [
    path.join(parent, `guidon-${hash}`),
    path.join(parent, `guidon-${hash}-${randomBytes(4).toString("hex")}`),
  ]);
  for (const link of candidates.filter((name) => Buffer.byteLength(name) <= longestFolder)) {
    if (await linksTo(link, folder)) return link;
    await symlink(folder, link).catch(() => undefined);
    if (await linksTo(link, folder)) return link;
  }
  throw new Error(
    `The path ${folder} is too long for a Unix socket, and no link to it could be made in ${os.tmpdir()}. ` +
      "Choose a data folder with a shorter path, or set DATABASE_URL to a PostgreSQL of your own.",
  );
}

async function linksTo(link: string, folder: string): Promise<boolean> {
  const found = await lstat(link).catch(() => undefined);
  if (!found?.isSymbolicLink() || found.uid !== process.getuid?.()) return false;
  return (await readlink(link)) === folder;
}

/** Removes the short name, if there is one; a name that is still needed would be made again. */
export async function forgetShortName(folders: Folders): Promise<void> {
  if (folders.sockets !== path.join(folders.root, "run")) await rm(folders.sockets, { force: true });
}
