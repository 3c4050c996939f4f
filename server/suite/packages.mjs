import { existsSync } from "node:fs";
import { capture } from "../command.mjs";

/**
 * What the suite needs from the system. Where it is missing and cannot be installed, the reason goes to the tests in a variable of
 * the environment, and they are skipped by that name.
 *
 * @typedef {{ package: string, programs: string[], skip: string }} Need
 * @type {readonly Need[]}
 */
const needs = [
  {
    package: "postgresql-15",
    programs: ["/usr/lib/postgresql/15/bin/postgres"],
    skip: "GUIDON_SKIP_POSTGRES15",
  },
  { package: "redis-server", programs: ["/usr/bin/redis-server"], skip: "GUIDON_SKIP_REDIS" },
  {
    package: "chromium",
    programs: ["/usr/bin/chromium", "/usr/bin/chromium-browser"],
    skip: "GUIDON_SKIP_CHROMIUM",
  },
];

/** @param {Need} need */
const find = (need) => need.programs.find((program) => existsSync(program));

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ env: NodeJS.ProcessEnv, skipped: string[] }>} the environment of the tests, and what they must do without
 */
export async function ensureSystemPackages(root, env) {
  const reason = await installMissing(root, env);
  const tests = { ...env };
  const skipped = [];
  for (const need of needs) {
    const program = find(need);
    if (program !== undefined) {
      if (need.package === "chromium") tests["GUIDON_CHROMIUM"] = program;
    } else if (need.package !== "chromium" || !(await downloadChromium(root, env))) {
      tests[need.skip] = `${need.package} is not installed, and ${reason}`;
      skipped.push(`${need.package}: ${tests[need.skip]}`);
    }
  }
  return { env: tests, skipped };
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} why something may still be missing
 */
async function installMissing(root, env) {
  const missing = needs.filter((need) => find(need) === undefined).map((need) => need.package);
  if (missing.length === 0) return "";
  if (process.getuid?.() !== 0) return "only root can install it";
  if (!existsSync("/usr/bin/apt-get")) return "there is no apt-get to install it with";
  console.log(`  installing ${missing.join(", ")} with apt-get`);
  const quiet = { cwd: root, env: { ...env, DEBIAN_FRONTEND: "noninteractive" } };
  await capture("apt-get", ["update", "-qq"], quiet);
  // One by one: a release that lacks one of them still gets the others.
  const failures = [];
  for (const name of missing) {
    const { code } = await capture(
      "apt-get",
      ["install", "-y", "-qq", "--no-install-recommends", name],
      quiet,
    );
    if (code !== 0) failures.push(name);
  }
  return failures.length === 0 ? "" : "apt-get could not install it";
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
async function downloadChromium(root, env) {
  const { code } = await capture("node", ["node_modules/playwright/cli.js", "install", "chromium"], {
    cwd: root,
    env,
  });
  return code === 0;
}
