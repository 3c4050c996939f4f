import { defineConfig } from "@playwright/test";
import { launchOptions } from "./e2e/chromium.ts";
import type { HandOption } from "./e2e/journey.fixture.ts";

/** Journeys in a real browser against the built product. `--trace on` shows what happened in one that fails. */
export default defineConfig<HandOption>({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  globalSetup: "./e2e/site.setup.ts",
  outputDir: "test-results",
  timeout: 90_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  retries: 0,
  reporter: "list",
  projects: [
    { name: "mouse", use: { hand: "mouse" } },
    { name: "keyboard", use: { hand: "keyboard" }, grep: /@keyboard/ },
  ],
  use: {
    // Recording costs a quarter of the time and is thrown away wherever a journey goes well.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions,
  },
});
