import path from "node:path";
import { build } from "vite";

/** Bundles the benchmark as plain JavaScript, for a Node that runs no TypeScript, and says where. Beside the peers' packages, which stay what they are. */
export async function bundle(): Promise<string> {
  const here = import.meta.dirname;
  const outDir = path.join(here, "../node_modules/.bench-engine");
  await build({
    ...{ configFile: false, root: here, logLevel: "error" },
    resolve: { conditions: ["guidon-source"] },
    ssr: {
      noExternal: true,
      external: ["@growthbook/growthbook", "unleash-client"],
      resolve: { conditions: ["guidon-source"], externalConditions: [] },
    },
    build: {
      ...{ ssr: true, outDir, emptyOutDir: true, target: "node20", minify: false },
      rollupOptions: {
        input: ["run.ts", "ready.ts", "ready-closures.ts"].map((file) => path.join(here, file)),
        external: [/^vite$/, /^node:/],
        output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
      },
    },
  });
  return path.join(outDir, "run.mjs");
}
