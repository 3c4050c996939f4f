import type { IncomingMessage, ServerResponse } from "node:http";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";
import remixConfig from "./remix.config.js";

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
  "class-variance-authority",
  "clsx",
  "lucide-react",
  "radix-ui",
  "react",
  "react-dom",
  "react-dom/client",
  "react/jsx-dev-runtime",
  "react/jsx-runtime",
  "tailwind-merge",
  "zod",
];

export default defineConfig({
  plugins: [frontInDevelopment(), tailwindcss(), remix(remixConfig)],
  resolve: { conditions: ["guidon-source", "module", "browser", "development|production"] },
  ssr: {
    resolve: {
      conditions: ["guidon-source", "module", "node", "development|production"],
      externalConditions: ["guidon-source", "node"],
    },
  },
  optimizeDeps: { noDiscovery: true, include: browserPackages },
  // A font inlined as data would need the policy to allow data; every file is served as a file.
  build: { target: "es2022", sourcemap: false, assetsInlineLimit: 0 },
});
