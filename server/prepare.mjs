import { seconds } from "./command.mjs";
import { ensureBuild } from "./build.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { ensureNode } from "./node-runtime.mjs";

/**
 * Everything that must be there before Guidon can run: Node, packages and, unless `build` is false, the built product.
 * Says how long each took.
 *
 * @param {string} root
 * @param {{ build: boolean }} wanted
 */
export async function prepare(root, wanted) {
  const runtime = await phase(
    "node",
    () => ensureNode(root),
    (found) => found.version,
  );
  await phase(
    "packages",
    () => ensureDependencies(root, runtime),
    (done) => (done ? "installed" : "up to date"),
  );
  if (wanted.build)
    await phase(
      "build",
      () => ensureBuild(root, runtime),
      (done) => (done ? "made" : "up to date"),
    );
  return runtime;
}

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {(result: T) => string} tell
 * @returns {Promise<T>}
 */
async function phase(name, work, tell) {
  const begun = performance.now();
  const result = await work();
  console.log(`  ${name.padEnd(10)}${tell(result).padEnd(12)}${seconds(begun)}`);
  return result;
}
