import { readdir, readFile, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip as gzipWithCallback } from "node:zlib";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin, type Rollup } from "vite";
import remixConfig from "./remix.config.js";

const brotli = promisify(brotliCompress);
const gzip = promisify(gzipWithCallback);

/** What `app/entry.server.tsx` exports beside Remix's own handler: true means that the request was answered. */
type Front = (request: IncomingMessage, response: ServerResponse) => boolean;

/** In development too, the API is answered in front of Remix and by the same modules. */
const frontInDevelopment = (): Plugin => ({
  name: "guidon-front",
  apply: "serve",
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      server.ssrLoadModule("virtual:remix/server-build").then((build) => {
        const { front } = (build["entry"] as { module: { front: Front } }).module;
        if (!front(request, response)) next();
      }, next);
    });
  },
});

/**
 * What browsers get of packages, prepared once. Looking for it while running would go through the routes into the
 * server's packages, and reload pages under the hands of whoever works.
 */
const browserPackages = [
  "@remix-run/react",
  "clsx",
  "lucide-react",
  "radix-ui",
  "react",
  "react-dom",
  "react-dom/client",
  "react/jsx-dev-runtime",
  "react/jsx-runtime",
  "zod",
];

/**
 * postgres 3.4.9 forgets that a connection was lost: the ROLLBACK that follows is written to a socket that is not there,
 * from a timer where nobody can catch it, and the process ends. Such a query is refused like any other on a lost
 * connection. Fails the build when the driver's text is another, so that an update is looked at.
 */
const mendedDriver = (): Plugin => ({
  name: "guidon-mended-driver",
  transform(code, id) {
    if (!id.includes("/postgres/src/connection.js")) return undefined;
    const mends = [
      [
        "    if (terminated)\n      return queryError(q",
        "    if (terminated || socket === null)\n      return queryError(q",
      ],
      [
        "    clearImmediate(nextWriteTimer)\n    socket.",
        "    clearImmediate(nextWriteTimer)\n    nextWriteTimer = chunk = null\n    socket.",
      ],
    ] as const;
    return mends.reduce((text, [from, to]) => {
      if (text.split(from).length !== 2) this.error(`The driver is not the one that is mended here: ${from}`);
      return text.replace(from, to);
    }, code);
  },
});

/** Beside each text file for browsers the same in fewer bytes, made once and as small as can be. */
async function compressFiles(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /\.(js|css|svg|json)$/.test(name)).map((name) => join(folder, name));
  await Promise.all(
    files.map(async (file) => {
      const text = await readFile(file);
      if (text.length < 1024) return;
      await writeFile(`${file}.br`, await brotli(text));
      await writeFile(`${file}.gz`, await gzip(text, { level: 9 }));
    }),
  );
}

/** The last step of a build, for by then there is the list of routes, too. */
const buildEnd = () => compressFiles(join(remixConfig.buildDirectory ?? "build", "client"));

/** What every page of a project has of ours, with all that it imports. */
const framed = [
  "app/root.tsx",
  "app/pages/shell.route.tsx",
  "app/pages/page-header.tsx",
  "app/features/projects/project.route.tsx",
  ...["empty-state", "field", "input", "notice", "panel", "select", "skeleton", "table", "tabs"].map(
    (part) => `app/ui/${part}.tsx`,
  ),
];

/** And of libraries. */
const shared = {
  react: /^(react|react-dom|scheduler|@remix-run|react-router|react-router-dom|turbo-stream)\//,
  icons: /^lucide-react\//,
  frame: /^(clsx|@fontsource-variable|@radix-ui\/react-slot|@radix-ui\/react-compose-refs)\//,
};

/**
 * Three files for what every page has in place of some forty: a browser asks for few at a time. Whatever else pages share
 * is divided among them as the bundler does by itself.
 */
function browserChunks(): Rollup.ManualChunksOption {
  let frame: ReadonlySet<string> | undefined;
  return (id, { getModuleIds, getModuleInfo }) => {
    // Helpers of the bundler itself, which have no file.
    if (id.startsWith("\0")) return "react";
    const [, library] = id.split("/node_modules/");
    if (library !== undefined) return Object.entries(shared).find(([, names]) => names.test(library))?.[0];
    frame ??= importedBy(framedModules([...getModuleIds()]), getModuleInfo);
    return frame.has(id) ? "frame" : undefined;
  };
}

/** Fails the build where a file has another name now, so that its page does not come in pieces again. */
function framedModules(ids: readonly string[]): readonly string[] {
  return framed.flatMap((file) => {
    const found = ids.filter((id) => pathOf(id).endsWith(`/${file}`));
    if (found.length === 0) throw new Error(`What every page has is not among the modules: ${file}`);
    return found;
  });
}

const pathOf = (id: string) => id.split("?")[0] ?? id;

function importedBy(roots: readonly string[], infoOf: Rollup.GetModuleInfo): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (id: string) => {
    if (found.has(id) || id.includes("/node_modules/")) return;
    found.add(id);
    infoOf(id)?.importedIds.forEach(visit);
  };
  roots.forEach(visit);
  return found;
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [frontInDevelopment(), mendedDriver(), tailwindcss(), remix({ ...remixConfig, buildEnd })],
  resolve: { conditions: ["guidon-source", "module", "browser", "development|production"] },
  ssr: {
    noExternal: ["postgres"],
    resolve: {
      conditions: ["guidon-source", "module", "node", "development|production"],
      externalConditions: ["guidon-source", "node"],
    },
  },
  optimizeDeps: { noDiscovery: true, include: browserPackages },
  // A font inlined as data would need the policy to allow data; every file is served as a file.
  build: {
    ...{ target: "es2022", sourcemap: false, assetsInlineLimit: 0 },
    ...(isSsrBuild === true
      ? {}
      : {
          rollupOptions: {
            output: {
              manualChunks: browserChunks(),
              onlyExplicitManualChunks: true,
            },
          },
        }),
  },
}));
