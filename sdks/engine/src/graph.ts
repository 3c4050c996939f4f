/** A document among those it needs; `depth` is how deep its own conditions are nested. */
export interface Node {
  readonly depth: number;
  needs: readonly Node[];
  /** When it was first reached, and the earliest reached node that leads round to it. */
  order: number;
  low: number;
  /** How many of its needs were followed. */
  next: number;
  /** How deep it is nested with all it needs, once that is known. */
  height: number | undefined;
}

/**
 * Finds what must not run: nodes in cycles, and nodes that with all they need are nested more than `deepest` deep; they then count as nothing for
 * others. Tarjan's algorithm for strongly connected components, with a stack of its own so that no chain is too long for it.
 */
export function findUnsound<N extends Node>(
  nodes: Iterable<N>,
  deepest: number,
): Map<N, "cycle" | "nested_too_deep"> {
  const unsound = new Map<N, "cycle" | "nested_too_deep">();
  const open: N[] = [];
  let reached = 0;
  for (const root of nodes) {
    const path = root.order === 0 ? [root] : [];
    for (let node = path[0]; node; node = path.at(-1)) {
      if (node.order === 0) {
        node.order = node.low = ++reached;
        open.push(node);
      }
      const need = node.needs[node.next++] as N | undefined;
      if (need) {
        if (need.order === 0) path.push(need);
        else if (need.height === undefined) node.low = Math.min(node.low, need.order);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) parent.low = Math.min(parent.low, node.low);
      if (node.low !== node.order) continue;
      const component = open.splice(open.lastIndexOf(node));
      const isCycle = component.length > 1 || node.needs.includes(node);
      const height = node.needs.reduce((most, { height = 0 }) => Math.max(most, height), 0) + node.depth;
      if (isCycle || height > deepest)
        for (const member of component) unsound.set(member, isCycle ? "cycle" : "nested_too_deep");
      for (const member of component) member.height = isCycle || height > deepest ? 0 : height;
    }
  }
  return unsound;
}
