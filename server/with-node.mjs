/**
 * `node server/with-node.mjs PROGRAM …`: runs a program with a Node that runs TypeScript as it is, whichever Node this
 * is. Scripts of package.json go through here where that matters.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureNode } from "./node-runtime.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const [program = "node", ...args] = process.argv.slice(2);

try {
  const { node, env } = await ensureNode(root);
  const child = spawn(program === "node" ? node : program, args, { env, stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.once("error", fail);
  child.once("close", (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  fail(error);
}

/** @param {unknown} error */
function fail(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
