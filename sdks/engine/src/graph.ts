/** How deep conditions, segments and flags may be nested in one another, all told, so that no stack is ever exhausted. */
export const DEEPEST = 200;

/** How deep a document's own conditions are nested, and the documents it needs. */
type Needs<Document> = (document: Document) => {
  readonly depth: number;
  readonly needs: readonly Document[];
};

interface Node<Document> {
  readonly document: Document;
  readonly depth: number;
  readonly needs: readonly Document[];
  /** When it was first reached, and the earliest reached one that leads round to it. */
  readonly order: number;
  low: number;
  /** How many of its needs were followed. */
  followed: number;
  /** How deep it is nested with all it needs, once that is known. */
  height: number | undefined;
}

/**
 * Judges a document with all it needs: in cycles, or nested too deep with all they need, documents must not run, and count as nothing for others.
 * Tarjan's algorithm for strongly connected components, with a stack of its own so that no chain is too long for it.
 */
export function judgeGraph<Document>(
  root: Document,
  needsOf: Needs<Document>,
): ReadonlyMap<Document, "cycle" | "nested_too_deep" | undefined> {
  const judged = new Map<Document, "cycle" | "nested_too_deep" | undefined>();
  const nodes = new Map<Document, Node<Document>>();
  const open: Node<Document>[] = [];
  const path: Node<Document>[] = [];
  const reach = (document: Document): void => {
    const order = nodes.size;
    const node = { document, ...needsOf(document), order, low: order, followed: 0, height: undefined };
    nodes.set(document, node);
    open.push(node);
    path.push(node);
  };
  reach(root);
  for (let node = path.at(-1); node; node = path.at(-1)) {
    if (node.followed < node.needs.length) {
      const document = node.needs[node.followed++]!;
      const need = nodes.get(document);
      if (!need) reach(document);
      else if (need.height === undefined) node.low = Math.min(node.low, need.order);
      continue;
    }
    path.pop();
    const parent = path.at(-1);
    if (parent) parent.low = Math.min(parent.low, node.low);
    if (node.low !== node.order) continue;
    const component = open.splice(open.lastIndexOf(node));
    const isCycle = component.length > 1 || node.needs.includes(node.document);
    const below = node.needs.map((need) => nodes.get(need)?.height ?? 0);
    const height = node.depth + below.reduce((most, own) => Math.max(most, own), 0);
    const problem = isCycle ? "cycle" : height > DEEPEST ? "nested_too_deep" : undefined;
    for (const member of component) {
      member.height = problem ? 0 : height;
      judged.set(member.document, problem);
    }
  }
  return judged;
}
