import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "./command.mjs";
import { withLock } from "./lock.mjs";

/** What the built server and its pages are made of. */
const sources = [
  "app",
  "db",
  "openapi",
  "public",
  "sdks",
  "package.json",
  "package-lock.json",
  "remix.config.js",
  "tsconfig.base.json",
  "tsconfig.json",
  "vite.config.ts",
];

/**
 * Builds the server and its pages, unless the build at hand was made from these very sources.
 *
 * @param {string} root
 * @param {{ node: string, version: string, env: NodeJS.ProcessEnv }} runtime
 * @returns {Promise<boolean>} whether it had to be built
 */
export async function ensureBuild(root, runtime) {
  const stamp = path.join(root, "build/sources.sha256");
  const isFresh = () => existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint(root);
  if (isFresh()) return false;
  return withLock(path.join(root, ".node/build.lock"), async () => {
    if (isFresh()) return false;
    const made = fingerprint(root);
    rmSync(stamp, { force: true });
    await run(runtime.node, ["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "warn"], {
      cwd: root,
      env: { ...runtime.env, NODE_ENV: "production" },
      quiet: true,
    });
    // The sums from before the build: what was edited meanwhile is built again next time.
    writeFileSync(stamp, made);
    return true;
  });
}

/** @param {string} root */
function fingerprint(root) {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesBelow(root, source)).sort()) {
    hash.update(`${file}\0`).update(
      createHash("sha256")
        .update(readFileSync(path.join(root, file)))
        .digest(),
    );
  }
  return hash.digest("hex");
}

/**
 * @param {string} root
 * @param {string} source
 * @returns {string[]}
 */
function filesBelow(root, source) {
  const place = path.join(root, source);
  if (!existsSync(place)) return [];
  const entries = readdirSyncOrFile(place);
  if (entries === undefined) return [source];
  return entries.flatMap((entry) => {
    if (/^(node_modules|dist|coverage|\..*)$|\.(test|fixture)\.tsx?$|\.tsbuildinfo$/.test(entry)) return [];
    return filesBelow(root, `${source}/${entry}`);
  });
}

/** @param {string} place */
function readdirSyncOrFile(place) {
  try {
    return readdirSync(place);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOTDIR") return undefined;
    throw error;
  }
}
