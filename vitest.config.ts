import { defineConfig } from "vitest/config";

const conditions = ["guidon-source", "module", "node", "development|production"];
const resolve = { conditions };
const ssr = { resolve: { conditions, externalConditions: ["guidon-source", "node"] } };
const quiet = ["server/quiet-tests.ts"];
const outside = ["**/node_modules/**", "**/dist/**", "build/**", ".node/**", ".stryker-tmp/**"];

// Tests keep nothing in modules (and have databases of their own), so modules need not be loaded anew for each file: not `isolate`.

/** One suite, two subjects: what the stores do is the same on the newest PostgreSQL and on the oldest we promise. */
const storeOn = (subject: "postgres18" | "postgres15") => ({
  resolve,
  ssr,
  test: {
    name: `store-${subject}`,
    include: ["**/*.store.test.ts"],
    // Who may do what is decided before the database is asked: once is enough.
    exclude: subject === "postgres18" ? outside : [...outside, "app/api/access-matrix.store.test.ts"],
    setupFiles: quiet,
    globalSetup: ["db/test-server.fixture.ts"],
    env: { GUIDON_TEST_SUBJECT: subject },
    provide: { subject },
    testTimeout: 20_000,
    isolate: false,
  },
});

/** Real processes and their databases, after everything that needs none. */
const systemOf = (name: "system" | "timed", include: string, fileParallelism: boolean) => ({
  resolve,
  ssr,
  test: {
    name,
    include: [include],
    exclude: outside,
    setupFiles: quiet,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism,
    sequence: { groupOrder: name === "system" ? 1 : 2 },
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          // On a machine that has other work too, five seconds pass by themselves.
          testTimeout: 30_000,
          exclude: [
            ...outside,
            ...["**/*.store.test.ts", "**/*.system.test.ts", "**/*.timed.test.ts", "bench/**"],
          ],
          setupFiles: quiet,
          isolate: false,
        },
      },
      storeOn("postgres18"),
      storeOn("postgres15"),
      systemOf("system", "**/*.system.test.ts", true),
      // Those who measure time have the machine to themselves.
      systemOf("timed", "**/*.timed.test.ts", false),
    ],
  },
});
