import { defineConfig } from "vitest/config";

const conditions = ["guidon-source", "module", "node", "development|production"];
const resolve = { conditions };
const ssr = { resolve: { conditions, externalConditions: ["guidon-source", "node"] } };
const quiet = ["server/quiet-tests.ts"];
const outside = ["**/node_modules/**", "**/dist/**", "build/**", ".node/**", ".stryker-tmp/**"];

/** One suite, two subjects: what the stores do is the same on the newest PostgreSQL and on the oldest we promise. */
const storeOn = (subject: "postgres18" | "postgres15") => ({
  resolve,
  ssr,
  test: {
    name: `store-${subject}`,
    include: ["**/*.store.test.ts"],
    exclude: outside,
    setupFiles: quiet,
    globalSetup: ["db/test-server.fixture.ts"],
    env: { GUIDON_TEST_SUBJECT: subject },
    provide: { subject },
    testTimeout: 20_000,
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
          exclude: [...outside, "**/*.store.test.ts", "**/*.system.test.ts", "bench/**"],
          setupFiles: quiet,
        },
      },
      storeOn("postgres18"),
      storeOn("postgres15"),
      {
        resolve,
        ssr,
        test: {
          name: "system",
          include: ["**/*.system.test.ts"],
          exclude: outside,
          setupFiles: quiet,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Real processes and their databases: one file at a time leaves them the machine.
          fileParallelism: false,
        },
      },
    ],
  },
});
