/** `npm run bench:…`: installs what only benchmarks need, the first time or when it changed, and runs one of them. */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
const installed = path.join(here, "node_modules/.package-lock.json");
const wanted = path.join(here, "package-lock.json");
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: here,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
const [name = "", ...args] = process.argv.slice(2);
const { status } = spawnSync("npm", ["run", "--silent", name, "--", ...args], {
  cwd: here,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
