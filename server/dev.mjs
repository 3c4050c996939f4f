/** `npm run dev`: Guidon from its sources, reloading as they change. What is passed after `--` goes to `remix vite:dev`. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runUntilStopped } from "./child.mjs";
import { prepare } from "./prepare.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

try {
  const { node, env } = await prepare(root, { build: false });
  runUntilStopped(node, ["node_modules/@remix-run/dev/dist/cli.js", "vite:dev", ...process.argv.slice(2)], {
    cwd: root,
    env: { ...env, NODE_ENV: "development" },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
