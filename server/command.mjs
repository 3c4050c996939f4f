import { spawn } from "node:child_process";

/**
 * Runs a program to its end, with its output on ours. Throws unless it ends with 0.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} options quiet: tell its output only if it fails
 * @returns {Promise<void>}
 */
export async function run(program, args, options) {
  const { code, output } = await capture(program, args, { ...options, pass: options.quiet !== true });
  if (code === 0) return;
  if (options.quiet) process.stderr.write(output);
  throw new Error(`${[program, ...args].join(" ")} ended with ${code}.`);
}

/**
 * Runs a program to its end and keeps what it said.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, pass?: boolean }} options pass: show its output as it comes, too
 * @returns {Promise<{ code: number | NodeJS.Signals, output: string }>}
 */
export function capture(program, args, { cwd, env = process.env, pass = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const [from, to] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      from.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        output += text;
        if (pass) to.write(text);
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({ code: code ?? signal ?? 1, output });
    });
  });
}

/** @param {number} since a value of `performance.now()` */
export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
