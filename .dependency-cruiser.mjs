/**
 * The house rules: the file ending is the layer, the folder is the noun, and there is one evaluation engine.
 * There is no list of exceptions. Each comment says what to do instead; `server/house-rules.test.ts` breaks each rule on purpose.
 *
 * In a path, `[^.]+\.ts$` is a pure file: no other ending stands before `.ts`.
 */

const tests = String.raw`\.(test|fixture)\.tsx?$|^(e2e|bench|examples)/|^server/quiet-tests\.ts$`;
const edges = String.raw`\.route\.tsx?$|^app/api/|^app/(root|entry\.client|entry\.server)\.tsx$`;
const store = String.raw`-store\.server\.ts$`;
const inPackages = (/** @type {string[]} */ ...names) => String.raw`^node_modules/(${names.join("|")})/`;
const sqlPackages = inPackages("drizzle-orm", "postgres", "@lucia-auth/adapter-drizzle");

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const forbidden = [
  {
    name: "imports-resolve",
    comment:
      "An import that leads nowhere is an import that no rule below has judged. Correct the path: #app/…, #db/… and #openapi/… " +
      "with the file ending, packages by name and only through their entry points.",
    from: {},
    to: { couldNotResolve: true, pathNot: "^virtual:" },
  },
  {
    name: "engine-imports-nothing",
    comment:
      "The engine runs in servers, browsers and other people's processes alike. Hand it what it needs as an argument, or write the few lines in it.",
    from: { path: "^sdks/engine/src/" },
    to: { pathNot: "^sdks/engine/src/" },
  },
  {
    name: "engine-is-entered-by-its-index",
    comment:
      "Import @guidon/engine (or another entry point of its package.json) by name. If something is missing there, export it, for everybody.",
    from: { pathNot: "^sdks/engine/" },
    to: { path: "^sdks/engine/" },
  },
  {
    name: "sdks-are-entered-by-name",
    comment:
      "Import the package by its name, as our users do. A path into its folder goes around its public surface.",
    from: { path: "^(sdks/[^/]+|[^/]+)/" },
    to: { path: "^sdks/(?!engine/)", pathNot: "^$1/" },
  },
  {
    name: "sdks-do-not-know-the-server",
    comment:
      "An SDK is published alone. What both sides need belongs to the engine, or into the contract and comes back as generated code.",
    from: { path: "^sdks/" },
    to: { path: "^(app|db|openapi|server)/" },
  },
  {
    name: "db-knows-nobody",
    comment:
      "Schema, migrations and launcher stand below everything. Of the engine the schema may name the types of stored documents; anything else is handed in, by main.server.ts.",
    from: { path: "^db/" },
    to: { path: String.raw`^(app|openapi|sdks|server)/|^node_modules/@guidon/(?!engine/)` },
  },
  {
    name: "sql-only-in-stores",
    comment:
      "Put the statement into a function of the feature's x-store.server.ts and call that: one place to look for a query, and one to index.",
    from: { path: "^app/", pathNot: store },
    to: { path: `${sqlPackages}|^db/schema/` },
  },
  {
    name: "database-is-wired-in-main",
    comment:
      "Start, migrate and seed the database in main.server.ts. Others get it handed in; #db/client.server.ts names its types.",
    from: { path: "^app/", pathNot: String.raw`^app/main\.server\.ts$` },
    to: { path: String.raw`^db/(?!schema/|client\.server\.ts$)` },
  },
  {
    name: "pure-stays-pure",
    comment:
      "A file without .server, .route or .tsx decides and does nothing else, so a table test can hold it. Import pure files, the engine " +
      "or zod; move what reads or writes into a use case (x.server.ts) and hand its result in.",
    from: { path: String.raw`^app/features/[^.]+\.ts$` },
    to: {
      pathNot: [String.raw`^app/(features|platform)/[^.]+\.ts$`, inPackages("zod", "@guidon/engine")],
    },
  },
  {
    name: "ports-name-only-types",
    comment:
      "A pure file of platform describes ports; of a server file it may import types alone (`import type`). Move what runs into a .server.ts.",
    from: { path: String.raw`^app/platform/[^.]+\.ts$` },
    to: { path: String.raw`\.server\.tsx?$|^db/`, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "components-only-draw",
    comment:
      "A component gets everything as props. Let the route's loader read and its action act, and hand the result down. What parses goes " +
      "into a pure file: in a browser zod weighs 20 kB and tries whether it may eval, which the content security policy forbids.",
    from: { path: String.raw`^app/.*\.tsx$`, pathNot: edges },
    to: {
      path: [
        String.raw`\.server\.tsx?$|^(db|openapi)/|^app/api/`,
        inPackages(
          "@remix-run/node",
          "@remix-run/server-runtime",
          "@guidon/api",
          "drizzle-orm",
          "postgres",
          "pino",
          "zod",
        ),
        "^(node:)?(fs|path|crypto|http|https|net|os|stream|child_process|timers|util|url|buffer|worker_threads)(/|$)",
      ],
    },
  },
  {
    name: "routes-are-leaves",
    comment:
      "Nothing but routes.ts names a route. Move what two pages share into a component (x.tsx) or a pure file (x.ts), its types too.",
    from: { pathNot: String.raw`^app/routes\.ts$` },
    to: { path: String.raw`\.route\.tsx?$` },
  },
  {
    name: "edges-skip-no-layer",
    comment:
      "Routes and API handlers call one use case or read (x.server.ts), which authorises. It is the one that calls the store.",
    from: { path: edges },
    to: { path: `${store}|${sqlPackages}|^db/` },
  },
  {
    name: "use-cases-do-not-know-http",
    comment:
      "A use case takes (ctx, input), returns a value and throws a Problem; browser, API and CLI call the same one. Parse and answer in the route or in app/api.",
    from: { path: String.raw`^app/features/.*\.server\.ts$` },
    to: {
      path: [
        String.raw`^app/(api|routes|root|entry)|\.route\.tsx?$|\.tsx$`,
        inPackages("@remix-run/[^/]+", "find-my-way", "react", "react-dom"),
        "^(node:)?https?2?$",
      ],
    },
  },
  {
    name: "contract-types-stop-at-the-edge",
    comment:
      "The contract changes by version, the product by need. Map between contract and feature types in app/api; use the feature's own types elsewhere.",
    from: { path: "^app/", pathNot: "^app/api/" },
    to: { path: `^openapi/|${inPackages("@guidon/api")}` },
  },
  {
    name: "features-keep-their-stores",
    comment:
      "Another feature's tables are its own affair. Call its use case or read (x.server.ts), or add one there.",
    from: { path: "^app/features/([^/]+)/" },
    to: { path: `^app/features/.*${store}`, pathNot: "^app/features/$1/" },
  },
  {
    name: "platform-and-ui-know-no-feature",
    comment:
      "Platform is what any server needs, ui what any product needs. Platform declares a port (a type) that the feature fills in main.server.ts; ui takes children and props.",
    from: { path: "^app/(platform|ui)/" },
    to: { path: String.raw`^app/(features|api|pages)/|^app/(main|root|routes|entry)[^/]*$|^openapi/` },
  },
  {
    name: "ui-stands-alone",
    comment: "A part of the design system knows nothing of this product or its server. Hand it in as a prop.",
    from: { path: "^app/ui/" },
    to: { path: String.raw`^(app/platform|db|openapi|server)/|^node_modules/@guidon/|\.server\.tsx?$` },
  },
  {
    name: "main-is-imported-by-the-entry-alone",
    comment:
      "main.server.ts wires the process together, once. Take what you need from the context that you are handed.",
    from: { pathNot: String.raw`^app/entry\.server\.tsx$` },
    to: { path: String.raw`^app/main\.server\.ts$` },
  },
  {
    name: "no-cycles",
    comment:
      "Files that need each other are one thing, or lack a third: move what both use into a file of its own.",
    from: {},
    to: { circular: true },
  },
  {
    name: "no-test-code-in-production",
    comment:
      "Tests, fixtures, journeys, benchmarks and examples may import the product, never the other way round. Move what the product needs into it.",
    from: { path: "^(app|db|openapi|sdks|server)/" },
    to: {
      path: [tests, inPackages("vitest", "@vitest/[^/]+", "@playwright/test", "playwright", "fast-check")],
    },
  },
  {
    name: "production-runs-without-development-packages",
    comment:
      "The image is built without devDependencies. Move the package to dependencies, or the code to where it is used in development.",
    from: { path: String.raw`^(app|db|openapi/v1)/|^server/main\.ts$` },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  },
];

/** @type {import("dependency-cruiser").ICruiseOptions} */
export const options = {
  // Tests are seen, so that production cannot import them unnoticed, but not looked into: the rules are for production.
  doNotFollow: { path: ["node_modules", tests] },
  exclude: { path: String.raw`(^|/)(build|dist|coverage|test-results|playwright-report)/|\.css$|\.svg$` },
  tsPreCompilationDeps: true,
  // A workspace imported by name stays in node_modules this way, and can be told from a path into its folder.
  preserveSymlinks: true,
  enhancedResolveOptions: {
    exportsFields: ["exports"],
    conditionNames: ["guidon-source", "import", "node", "default", "types"],
    extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
  },
  combinedDependencies: true,
};

/** @type {import("dependency-cruiser").IConfiguration} */
export default { forbidden: forbidden.map((rule) => ({ ...rule, severity: "error" })), options };
