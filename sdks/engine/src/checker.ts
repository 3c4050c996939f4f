/** @module Checks of whole documents, for engines that are made of the core: hand `checker` to its `compile`. */
import type { Checker, Entry } from "./entry.ts";
import { judgeGraph } from "./graph.ts";
import { checkDocument } from "./schema.ts";

const judged = /* @__PURE__ */ new WeakSet<Entry>();

export const checker: Checker = {
  check: (kind, source, { tools }) => checkDocument(kind, source, tools),
  judge(root) {
    if (root.check().references.length === 0 || judged.has(root)) return;
    const problems = judgeGraph(root, (entry) => {
      const { references, depth } = entry.check();
      return { depth, needs: references.flatMap(({ kind, key }) => entry.program.find(kind, key) ?? []) };
    });
    for (const [entry, code] of problems) {
      judged.add(entry);
      if (code) entry.refuse([{ pointer: "", code, message: code.replaceAll("_", " ") }]);
    }
  },
};
