/**
 * `npm test`: everything that can be checked, on any machine with Node and git. Its last line is `N passed, N failed, N skipped`,
 * where each check that is no test counts as one failure if it fails.
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuild } from "./build.mjs";
import { capture, seconds } from "./command.mjs";
import { prepare } from "./prepare.mjs";
import { none, phaseCounts, playwrightCounts, sum, vitestCounts } from "./suite/counts.mjs";
import { ensureSystemPackages } from "./suite/packages.mjs";
import { startPostgres15 } from "./suite/postgres15.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const begun = performance.now();
const reports = mkdtempSync(path.join(os.tmpdir(), "guidon-reports-"));
/** @type {{ name: string, time: string, counts: import("./suite/counts.mjs").Counts, note?: string }[]} */
const phases = [];
/** @type {(() => Promise<void>)[]} */
const cleanUps = [async () => rmSync(reports, { recursive: true, force: true })];

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.once(signal, () => void cleanUp().then(() => process.exit(130)));
}

try {
  await suite();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  phases.push({ name: "set-up", time: seconds(begun), counts: phaseCounts(false) });
}
await cleanUp();
report();

async function suite() {
  const runtime = await prepare(root, { build: false });
  const { env, skipped } = await ensureSystemPackages(root, { ...runtime.env, ...colours() });
  for (const reason of skipped) console.log(`  without ${reason}`);
  if (env["GUIDON_SKIP_POSTGRES15"] === undefined) {
    const postgres15 = await startPostgres15();
    cleanUps.push(() => postgres15.stop());
    env["GUIDON_TEST_POSTGRES15_URL"] = postgres15.url;
  }

  // Two lanes for two cores: what reads the sources, and what builds them.
  const [built] = await Promise.all([build({ ...runtime, env }), checks(env)]);
  if (built) await size(env);
  await vitest(runtime.node, env);
  if (!built) skip("playwright", "the build failed");
  else if (env["GUIDON_SKIP_CHROMIUM"] !== undefined) skip("playwright", env["GUIDON_SKIP_CHROMIUM"]);
  else await playwright(runtime.node, env);
}

/** The tools see a pipe; whether there is a terminal at its end, only we know. */
function colours() {
  return process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1", FORCE_COLOR: undefined };
}

/** @param {NodeJS.ProcessEnv} env */
async function checks(env) {
  // Types come before lint, which reads what they build of the packages.
  for (const name of ["format:check", "types", "lint", "house", "openapi"]) {
    const since = performance.now();
    const args = ["run", "--silent", name, ...(name === "openapi" ? ["--", "--check"] : [])];
    const { code, output } = await capture("npm", args, { cwd: root, env });
    add(name, since, phaseCounts(code === 0));
    if (code !== 0) console.log(output);
  }
}

/** @param {{ node: string, version: string, env: NodeJS.ProcessEnv }} runtime */
async function build(runtime) {
  const since = performance.now();
  const built = await ensureBuild(root, runtime).then(
    () => true,
    () => false,
  );
  add("build", since, phaseCounts(built));
  return built;
}

/** How much the pages ship; the list of flags has a limit. @param {NodeJS.ProcessEnv} env */
async function size(env) {
  const since = performance.now();
  const { code, output } = await capture("npm", ["run", "--silent", "size"], { cwd: root, env });
  add("size", since, phaseCounts(code === 0));
  console.log(code === 0 ? `  ${output.trim().split("\n").at(-1) ?? ""}` : output);
}

/**
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 */
async function vitest(node, env) {
  const since = performance.now();
  const file = path.join(reports, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { code } = await capture(node, ["node_modules/vitest/vitest.mjs", "run", ...reporters], {
    cwd: root,
    env,
    pass: true,
  });
  add("vitest", since, vitestCounts(file, code === 0));
}

/**
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 */
async function playwright(node, env) {
  const since = performance.now();
  const file = path.join(reports, "playwright.json");
  const { code } = await capture(node, ["node_modules/playwright/cli.js", "test", "--reporter=list,json"], {
    cwd: root,
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    pass: true,
  });
  add("playwright", since, playwrightCounts(file, code === 0));
}

/**
 * @param {string} name
 * @param {number} since
 * @param {import("./suite/counts.mjs").Counts} counts
 */
function add(name, since, counts) {
  phases.push({ name, time: seconds(since), counts });
  console.log(`  ${name.padEnd(14)}${counts.failed === 0 ? "good" : "FAILED"}`.padEnd(28) + seconds(since));
}

/**
 * @param {string} name
 * @param {string} reason
 */
function skip(name, reason) {
  phases.push({ name, time: "-", counts: { ...none, skipped: 1 }, note: `skipped: ${reason}` });
}

async function cleanUp() {
  for (const undo of cleanUps.splice(0).reverse()) await undo();
}

function report() {
  console.log();
  for (const { name, time, counts, note } of phases) {
    const verdict = note ?? (counts.failed > 0 ? `${counts.failed} failed` : "good");
    console.log(`  ${name.padEnd(14)}${time.padStart(8)}  ${verdict}`);
  }
  console.log(`  ${"in all".padEnd(14)}${seconds(begun).padStart(8)}\n`);
  const { passed, failed, skipped } = sum(phases.map((phase) => phase.counts));
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
}
