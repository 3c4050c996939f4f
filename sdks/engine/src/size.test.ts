import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { expect, test } from "vitest";

const here = import.meta.dirname;

/** What a browser downloads for these names: bundled, minified, compressed. */
async function sizeOf(file: string, ...names: readonly string[]): Promise<number> {
  const entry = "virtual:entry";
  const made = await build({
    ...{ configFile: false, root: here, logLevel: "silent" },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) =>
          id === entry ? `export { ${names.join()} } from ${JSON.stringify(path.join(here, file))}` : null,
      },
    ],
    build: {
      ...{ write: false, target: "es2022", minify: "esbuild", reportCompressedSize: false },
      rollupOptions: { input: entry, preserveEntrySignatures: "strict" },
    },
  });
  const [bundle] = [made].flat() as { output: { code?: string }[] }[];
  return gzipSync(bundle!.output.map(({ code = "" }) => code).join(""), { level: 9 }).length;
}

// Limits, a little above what is there: whoever needs more raises them on purpose.
test.each([
  ["index.ts", 10_800, ["compile", "evaluate"]],
  ["index.ts", 12_800, ["compile", "evaluate", "evaluateAll", "explain", "nextBoundary"]],
  ["documents.ts", 3_200, ["verify", "applyChange"]],
  ["matcher.ts", 6_000, ["matcher"]],
] as const)("%s stays under %i bytes for %j", { timeout: 30_000 }, async (file, limit, names) => {
  const size = await sizeOf(file, ...names);
  expect(size).toBeLessThan(limit);
  expect(size, "the limit is far too high by now").toBeGreaterThan(limit * 0.9);
});

/** Entry points of their own and what only they use. */
const BESIDES =
  /^(analyse|model|representatives|describe|diff|digests|documents|canonical-json|sha256|utf8|matcher|pattern-syntax|messages|profiles|validate)\.ts$/;

test("what compiles, evaluates and explains stays under 1,900 lines of code, types and all", () => {
  const lines = readdirSync(here)
    .filter((file) => file.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(file) && !BESIDES.test(file))
    .flatMap((file) => readFileSync(path.join(here, file), "utf8").split("\n"))
    .filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line));
  expect(lines.length).toBeLessThan(1_900);
  expect(lines.length).toBeGreaterThan(1_600);
});
