import { spawn } from "node:child_process";

/**
 * Runs the server as a child until it ends, and ends as it does. Asked to stop, it asks the child once, waits for it to finish (it has
 * a database to shut down) and ends with 0. Asked again after a while, it does not wait: nothing that was saved can be lost.
 *
 * The child is in a process group of its own. Ctrl-C in a terminal goes to every process of a group, and npm sends it on as
 * well; this way the child gets one request, from here, however many arrive.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 */
export function runUntilStopped(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "inherit", "inherit"], detached: true });
  let asked = 0;
  const stop = () => {
    if (asked === 0) {
      asked = performance.now();
      child.kill("SIGTERM");
    } else if (performance.now() - asked > 1_000) {
      console.log("Stopping at once.");
      child.kill("SIGKILL");
    }
  };
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, stop);
  child.once("error", (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.once("exit", (code, signal) => {
    process.exitCode = asked > 0 && (code === 0 || signal !== null) ? 0 : (code ?? 1);
  });
}
