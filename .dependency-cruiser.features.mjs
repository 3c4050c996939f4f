/**
 * The house rule about whole features. It looks at nothing but them: seen from further off, every feature is in a circle with the
 * pages that show it.
 */
import { options } from "./.dependency-cruiser.mjs";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles-between-features",
      comment:
        "Nouns that need each other lack a third. Let one of them take the other's part as an argument, or move what both use into a feature below them.",
      severity: "error",
      scope: "folder",
      from: { path: "^app/features/[^/]+$" },
      to: { circular: true },
    },
  ],
  options: { ...options, includeOnly: { path: "^app/features/" } },
};
