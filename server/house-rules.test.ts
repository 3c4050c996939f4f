import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { cruise } from "dependency-cruiser";
import extractConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = path.join(import.meta.dirname, "..");

/** A tree in which every layer is there and keeps the rules: file → the modules it imports. */
const goodTree: Record<string, string[]> = {
  "app/entry.server.tsx": ["#app/main.server.ts"],
  "app/main.server.ts": [
    "#db/embedded.server.ts",
    "#db/client.server.ts",
    "#app/features/flags/change-flag.server.ts",
  ],
  "app/routes.ts": [],
  "app/platform/context.ts": ["type #db/client.server.ts", "type ./log.server.ts"],
  "app/platform/log.server.ts": ["pino"],
  "app/ui/button.tsx": ["react"],
  "app/features/flags/flag.ts": ["zod", "@guidon/engine", "#app/platform/context.ts"],
  "app/features/flags/flag-store.server.ts": [
    "drizzle-orm",
    "#db/schema/flags.ts",
    "#db/client.server.ts",
    "./flag.ts",
  ],
  "app/features/flags/change-flag.server.ts": [
    "./flag-store.server.ts",
    "./flag.ts",
    "#app/features/audit/append-audit.server.ts",
  ],
  "app/features/flags/flag-list.tsx": ["./flag.ts", "#app/ui/button.tsx", "@remix-run/react"],
  "app/features/flags/flags.route.tsx": ["./change-flag.server.ts", "./flag-list.tsx", "@remix-run/node"],
  "app/features/flags/flag.test.ts": ["./flag.ts", "vitest"],
  "app/pages/shell.tsx": ["#app/features/flags/flag-list.tsx"],
  "app/pages/home.route.ts": ["#app/features/flags/change-flag.server.ts"],
  "app/features/audit/audit.route.tsx": ["#app/pages/shell.tsx"],
  "app/features/audit/audit.test.ts": ["#app/features/flags/change-flag.server.ts", "vitest"],
  "app/features/audit/append-audit.server.ts": ["./audit-store.server.ts"],
  "app/features/audit/audit-store.server.ts": ["drizzle-orm"],
  "app/api/flags.server.ts": ["#openapi/v1/flags.ts", "#app/features/flags/change-flag.server.ts"],
  "db/schema/flags.ts": ["drizzle-orm/pg-core", "type @guidon/engine"],
  "db/client.server.ts": ["postgres"],
  "db/embedded.server.ts": ["postgres"],
  "openapi/v1/flags.ts": ["zod"],
  "sdks/engine/src/index.ts": ["./bucket.ts"],
  "sdks/engine/src/bucket.ts": [],
  "sdks/server/src/index.ts": ["@guidon/engine"],
  "sdks/api/src/index.ts": [],
  "server/main.ts": ["node:http"],
};

/** For every rule: imports that break it, each added to the good tree by itself. */
const badImports: Record<string, [file: string, imported: string][]> = {
  "imports-resolve": [
    ["app/features/flags/flag.ts", "#app/features/flags/flagg.ts"],
    ["sdks/server/src/index.ts", "@guidon/engine/src/bucket.ts"],
  ],
  "engine-imports-nothing": [
    ["sdks/engine/src/bucket.ts", "zod"],
    ["sdks/engine/src/bucket.ts", "node:crypto"],
    ["sdks/engine/src/bucket.ts", "type ../../server/src/index.ts"],
  ],
  "engine-is-entered-by-its-index": [
    ["app/features/flags/flag.ts", "../../../sdks/engine/src/bucket.ts"],
    ["sdks/server/src/index.ts", "../../engine/src/index.ts"],
  ],
  "sdks-are-entered-by-name": [
    ["app/api/flags.server.ts", "../../sdks/api/src/index.ts"],
    ["sdks/server/src/index.ts", "../../api/src/index.ts"],
    ["server/main.ts", "../sdks/server/src/index.ts"],
  ],
  "sdks-do-not-know-the-server": [
    ["sdks/server/src/index.ts", "../../../app/features/flags/flag.ts"],
    ["sdks/api/src/index.ts", "type ../../../openapi/v1/flags.ts"],
  ],
  "db-knows-nobody": [
    ["db/client.server.ts", "#app/platform/log.server.ts"],
    ["db/schema/flags.ts", "type #app/features/flags/flag.ts"],
    ["db/schema/flags.ts", "@guidon/server"],
  ],
  "sql-only-in-stores": [
    ["app/features/flags/change-flag.server.ts", "drizzle-orm"],
    ["app/features/flags/change-flag.server.ts", "#db/schema/flags.ts"],
    ["app/platform/log.server.ts", "postgres"],
    ["app/main.server.ts", "drizzle-orm"],
  ],
  "database-is-wired-in-main": [["app/features/flags/flag-store.server.ts", "#db/embedded.server.ts"]],
  "pure-stays-pure": [
    ["app/features/flags/flag.ts", "./flag-store.server.ts"],
    ["app/features/flags/flag.ts", "type ./change-flag.server.ts"],
    ["app/features/flags/flag.ts", "./flag-list.tsx"],
    ["app/features/flags/flag.ts", "node:crypto"],
    ["app/features/flags/flag.ts", "react"],
    ["app/features/flags/flag.ts", "#db/client.server.ts"],
  ],
  "ports-name-only-types": [["app/platform/context.ts", "./log.server.ts"]],
  "components-only-draw": [
    ["app/features/flags/flag-list.tsx", "./change-flag.server.ts"],
    ["app/features/flags/flag-list.tsx", "type #db/client.server.ts"],
    ["app/features/flags/flag-list.tsx", "node:fs/promises"],
    ["app/features/flags/flag-list.tsx", "zod"],
    ["app/ui/button.tsx", "@remix-run/node"],
  ],
  "routes-are-leaves": [
    ["app/features/flags/flag-list.tsx", "type ./flags.route.tsx"],
    ["app/features/audit/append-audit.server.ts", "#app/features/flags/flags.route.tsx"],
  ],
  "edges-skip-no-layer": [
    ["app/features/flags/flags.route.tsx", "./flag-store.server.ts"],
    ["app/api/flags.server.ts", "#app/features/flags/flag-store.server.ts"],
    ["app/api/flags.server.ts", "type #db/client.server.ts"],
  ],
  "use-cases-do-not-know-http": [
    ["app/features/flags/change-flag.server.ts", "@remix-run/node"],
    ["app/features/flags/change-flag.server.ts", "node:http"],
    ["app/features/flags/change-flag.server.ts", "#app/api/flags.server.ts"],
    ["app/features/flags/change-flag.server.ts", "./flag-list.tsx"],
  ],
  "contract-types-stop-at-the-edge": [
    ["app/features/flags/change-flag.server.ts", "type #openapi/v1/flags.ts"],
    ["app/features/flags/flags.route.tsx", "@guidon/api"],
  ],
  "features-keep-their-stores": [
    ["app/features/flags/change-flag.server.ts", "#app/features/audit/audit-store.server.ts"],
    ["app/features/flags/flag-store.server.ts", "type #app/features/audit/audit-store.server.ts"],
  ],
  "platform-and-ui-know-no-feature": [
    ["app/platform/log.server.ts", "#app/features/audit/append-audit.server.ts"],
    ["app/platform/context.ts", "type #app/features/flags/flag.ts"],
    ["app/ui/button.tsx", "#app/features/flags/flag.ts"],
  ],
  "ui-stands-alone": [
    ["app/ui/button.tsx", "type #app/platform/context.ts"],
    ["app/ui/button.tsx", "@guidon/engine"],
  ],
  "main-is-imported-by-the-entry-alone": [
    ["app/features/flags/flags.route.tsx", "#app/main.server.ts"],
    ["app/api/flags.server.ts", "#app/main.server.ts"],
  ],
  "no-cycles": [
    ["app/features/flags/flag-store.server.ts", "./change-flag.server.ts"],
    ["sdks/engine/src/bucket.ts", "type ./index.ts"],
  ],
  "no-cycles-between-features": [
    ["app/features/audit/append-audit.server.ts", "#app/features/flags/flag.ts"],
  ],
  "no-test-code-in-production": [
    ["app/features/flags/flag.ts", "./flag.test.ts"],
    ["server/main.ts", "fast-check"],
  ],
  "production-runs-without-development-packages": [["app/platform/log.server.ts", "yaml"]],
};

let tree: string;
let configurations: Awaited<ReturnType<typeof extractConfig>>[];

beforeAll(async () => {
  tree = await mkdtemp(path.join(os.tmpdir(), "guidon-house-"));
  configurations = await Promise.all(
    [".dependency-cruiser.mjs", ".dependency-cruiser.features.mjs"].map((file) =>
      extractConfig(path.join(root, file)),
    ),
  );
  for (const file of [
    "package.json",
    ...["engine", "server", "api"].map((name) => `sdks/${name}/package.json`),
  ]) {
    await cp(path.join(root, file), path.join(tree, file));
  }
  await plantPackages();
  for (const [file, imports] of Object.entries(goodTree)) await plant(file, imports);
});

afterAll(() => rm(tree, { recursive: true, force: true }));

test("a tree that keeps the rules passes", async () => {
  expect(await violations()).toEqual([]);
});

test("every rule is broken on purpose below, and tells what to do instead", () => {
  const rules = configurations.flatMap(({ forbidden = [] }) => forbidden);
  const names = rules.map((rule) => rule.name ?? "a rule without a name");
  expect(Object.keys(badImports).sort()).toEqual(names.sort());
  for (const rule of rules) {
    expect(rule.severity).toBe("error");
    expect(rule.comment?.length).toBeGreaterThan(50);
  }
});

describe.each(Object.entries(badImports))("%s", (rule, cases) => {
  test.each(cases)("refuses that %s imports %s", async (file, imported) => {
    const imports = goodTree[file];
    if (imports === undefined) throw new Error(`${file} is not in the good tree`);
    await plant(file, [...imports, imported]);
    const found = await violations();
    await plant(file, imports);
    expect(found).toContainEqual(expect.stringMatching(`^${rule}: `));
  });
});

/** What the rules have against the tree, in the order and the folders of `npm run house`. */
async function violations(): Promise<string[]> {
  const found: string[] = [];
  for (const { forbidden = [], options } of configurations) {
    const { output } = await cruise(
      ["app", "db", "openapi", "sdks", "server"],
      { ...options, ruleSet: { forbidden }, validate: true, baseDir: tree },
      { ...options?.enhancedResolveOptions, symlinks: false, bustTheCache: true },
    );
    if (typeof output === "string") throw new Error("a report was expected, not text");
    expect(output.summary.totalCruised).toBeGreaterThan(5);
    found.push(...output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`));
  }
  return found;
}

async function plant(file: string, imports: string[]): Promise<void> {
  const lines = imports.map((name, index) =>
    name.startsWith("type ")
      ? `import type { T${index} } from "${name.slice(5)}";`
      : `import * as m${index} from "${name}";`,
  );
  await mkdir(path.dirname(path.join(tree, file)), { recursive: true });
  await writeFile(path.join(tree, file), [...lines, "export const here = true;"].join("\n"));
}

/** Packages are as in a real installation: links for workspaces, folders with an entry for the others. */
async function plantPackages(): Promise<void> {
  await mkdir(path.join(tree, "node_modules/@guidon"), { recursive: true });
  for (const name of ["engine", "server", "api"]) {
    await symlink(`../../sdks/${name}`, path.join(tree, "node_modules/@guidon", name));
  }
  const packages = [
    ...Object.values(goodTree),
    ...Object.values(badImports).flatMap((cases) => cases.map(([, name]) => [name])),
  ]
    .flat()
    .filter((name) => /^(@(?!guidon\/)|[a-z])/.test(name) && !/^(type |node:)/.test(name));
  for (const name of new Set(packages)) {
    const folder = path.join(tree, "node_modules", name);
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(folder, "package.json"),
      JSON.stringify({ name, version: "1.0.0", main: "index.js" }),
    );
    await writeFile(path.join(folder, "index.js"), "");
  }
}
