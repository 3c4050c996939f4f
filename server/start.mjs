/** `npm start`: from a fresh clone to a serving Guidon. What is passed after `--` goes to server/main.ts. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runUntilStopped } from "./child.mjs";
import { prepare } from "./prepare.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

try {
  const { node, env } = await prepare(root, { build: true });
  runUntilStopped(node, ["server/main.ts", ...process.argv.slice(2)], {
    cwd: root,
    env: { ...env, NODE_ENV: "production" },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
