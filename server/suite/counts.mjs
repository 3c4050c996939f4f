import { readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
export const none = { passed: 0, failed: 0, skipped: 0 };

/** A phase that has no counts of its own is one failure, or nothing. @param {boolean} good @returns {Counts} */
export const phaseCounts = (good) => ({ ...none, failed: good ? 0 : 1 });

/** @param {readonly Counts[]} all @returns {Counts} */
export const sum = (all) =>
  all.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    none,
  );

/**
 * From vitest's JSON report. A file that could not even be loaded has no tests, and counts as one that failed.
 *
 * @param {string} file
 * @param {boolean} good whether the run ended with 0
 * @returns {Counts}
 */
export function vitestCounts(file, good) {
  const report = read(file);
  if (report === undefined) return phaseCounts(false);
  const files = /** @type {{ status: string, assertionResults: unknown[] }[]} */ (report.testResults);
  const unloaded = files.filter(
    (found) => found.status === "failed" && found.assertionResults.length === 0,
  ).length;
  return atLeastOneFailure(good, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

/**
 * From Playwright's JSON report. A test that passed at the second try has passed; the report names it flaky.
 *
 * @param {string} file
 * @param {boolean} good whether the run ended with 0
 * @returns {Counts}
 */
export function playwrightCounts(file, good) {
  const report = read(file);
  if (report === undefined) return phaseCounts(false);
  const { expected, flaky, unexpected, skipped } = report.stats;
  return atLeastOneFailure(good, { passed: expected + flaky, failed: unexpected, skipped });
}

/** A runner that ends badly though no test has failed (an error outside of every test, say) is a failure. @param {boolean} good @param {Counts} counts */
const atLeastOneFailure = (good, counts) => (good || counts.failed > 0 ? counts : { ...counts, failed: 1 });

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
