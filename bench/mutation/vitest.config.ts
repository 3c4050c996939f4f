import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** The engine's tests on the copy that the mutation tester changes, and not on the package that the workspace links to. */
const source = (path: string): string => resolve(import.meta.dirname, "../../sdks", path);

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@guidon\/engine$/, replacement: source("engine/src/index.ts") },
      { find: /^@guidon\/engine\/(.*)$/, replacement: source("engine/src/$1.ts") },
      { find: /^@guidon\/conformance$/, replacement: source("conformance/src/index.ts") },
    ],
  },
  test: {
    // What hangs is the mutation tester's to end.
    testTimeout: 60_000,
    root: resolve(import.meta.dirname, "../.."),
    include: [
      "bench/mutation/*.test.ts",
      "sdks/engine/src/{core,explain,program,layout,validate,profiles}.test.ts",
    ],
  },
});
