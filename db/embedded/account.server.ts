import { stat } from "node:fs/promises";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** The account that PostgreSQL's processes run under. No `ids` means: the same as ours. */
export type Account = { name: string; uid: number; gid: number; ids: { uid?: number; gid?: number } };

/**
 * PostgreSQL refuses to run as root, so root hands it to "nobody", or to whoever owns the data already (someone who
 * used `sudo` once must not lose the folder to another account).
 */
export async function chooseAccount(dataFolder: string): Promise<Account> {
  const own = ownAccount();
  if (own.uid !== 0) return own;
  const owner = await stat(dataFolder).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) {
    const ids = { uid: owner.uid, gid: owner.gid };
    return { name: `user ${owner.uid}`, ...ids, ids };
  }
  const ids = nobody();
  return { name: '"nobody"', ...ids, ids };
}

function ownAccount(): Account {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  try {
    return { name: os.userInfo().username, uid, gid, ids: {} };
  } catch {
    throw new Error(
      `PostgreSQL does not run for user id ${uid}, which has no entry in /etc/passwd. ` +
        "Run Guidon under an account that has one, or set DATABASE_URL to a PostgreSQL of your own.",
    );
  }
}

function nobody(): { uid: number; gid: number } {
  if (process.platform !== "linux") {
    throw new Error(
      "PostgreSQL refuses to run as root. Start Guidon as an ordinary user, or set DATABASE_URL.",
    );
  }
  const line = readFileSync("/etc/passwd", "utf8").match(/^nobody:[^:]*:(\d+):(\d+):/m);
  return { uid: Number(line?.[1] ?? 65_534), gid: Number(line?.[2] ?? 65_534) };
}

/** Throws, naming the folder, where one on the way to `target` cannot be entered by the account. */
export async function explainUnreachable(target: string, account: Account): Promise<void> {
  for (const folder of foldersAbove(target)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if (mode & bit) continue;
    const shown = (mode & 0o777).toString(8).padStart(4, "0");
    throw new Error(
      `PostgreSQL runs as ${account.name}${process.getuid?.() === 0 ? " (it refuses to run as root)" : ""}, ` +
        `and that account may not enter ${folder} (mode ${shown}), which is on the way to ${target}. ` +
        "Start Guidon as an ordinary user, move it to a folder that others may enter, or set DATABASE_URL.",
    );
  }
}

function foldersAbove(target: string): string[] {
  const parent = path.dirname(target);
  return parent === target
    ? [parent]
    : [...foldersAbove(parent), parent].filter((f, i, all) => all.indexOf(f) === i);
}
