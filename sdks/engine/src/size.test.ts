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
  const rows = [...readme.matchAll(/^\| `([./][\w-]*)`(?: \((.*?)\))? .*\| +([\d.]+) kB +\|$/gm)];
  expect(rows).toHaveLength(13);
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

describe("the README says how long each part is", () => {
  const parts = [...readme.matchAll(/^\| ([a-z ]+?) +\| ((?:`[\w-]+` ?)+) +\| +([\d,]+) \|/gm)];
  const filesOf = (cell: string): string[] => (cell.match(/[\w-]+/g) ?? []).map((name) => `${name}.ts`);

  test("and names every file once", () => {
    const files = readdirSync(here).filter((file) => /^[\w-]+\.ts$/.test(file));
    expect(parts.flatMap(([, , cell = ""]) => filesOf(cell)).sort()).toEqual(files.sort());
  });

  test.each(parts.map(([, part = "", cell = "", lines = ""]) => ({ part, cell, lines })))(
    "$part",
    ({ cell, lines }) => {
      const code = filesOf(cell)
        .flatMap((file) => readFileSync(path.join(here, file), "utf8").split("\n"))
        .filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line));
      expect(code.length).toBe(Number(lines.replace(",", "")));
    },
  );
});
