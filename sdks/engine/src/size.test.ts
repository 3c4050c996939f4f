import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { describe, expect, test } from "vitest";

const here = import.meta.dirname;
const readme = readFileSync(path.join(here, "../README.md"), "utf8");

/** What a browser downloads for these names, in bytes: bundled, minified, compressed. */
async function sizeOf(file: string, names: readonly string[]): Promise<number> {
  const entry = "virtual:entry";
  const what = names.length > 0 ? `{ ${names.join()} }` : "*";
  const made = await build({
    ...{ configFile: false, root: here, logLevel: "silent" },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export ${what} from ${JSON.stringify(path.join(here, file))}` : null),
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

describe("the README says what each entry point weighs", () => {
  const rows = [...readme.matchAll(/^\| `([./]\w*)`(?: \((.*?)\))? .*\| +([\d.]+) kB +\|$/gm)];
  expect(rows).toHaveLength(9);
  test.each(rows.map(([, entry = "", names = "", weight]) => ({ entry, names, weight: Number(weight) })))(
    "$entry $names",
    { timeout: 30_000 },
    async ({ entry, names, weight }) => {
      const file = entry === "." ? "index.ts" : `${entry.slice(1)}.ts`;
      const size = await sizeOf(file, names.match(/\w+/g) ?? []);
      expect(Math.abs(size / 1_000 - weight), `it weighs ${(size / 1_000).toFixed(1)} kB`).toBeLessThan(0.15);
    },
  );
});

/** Entry points of their own and what only they use, among them explaining. */
const BESIDES =
  /^(analyse|canonical-json|describe|diff|digests|documents|explain|explanation|lists|matcher|messages|model|pattern-syntax|profiles|program|recorder|representatives|sha256|tally|types|utf8|validate)\.ts$/;

test("what compiles and evaluates stays under 1,850 lines of code", () => {
  const lines = readdirSync(here)
    .filter((file) => file.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(file) && !BESIDES.test(file))
    .flatMap((file) => readFileSync(path.join(here, file), "utf8").split("\n"))
    .filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line));
  expect(lines.length).toBeLessThan(1_850);
  expect(lines.length).toBeGreaterThan(1_600);
});
