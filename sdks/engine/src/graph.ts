/** A document among those it depends on; `depth` is how deep its own conditions are nested. */
export interface Node {
  readonly depth: number;
  readonly needs: readonly Node[];
}

/**
 * Finds what must not run: nodes in cycles, and nodes that with all they need are nested more than `deepest` deep. Tarjan's algorithm for
 * strongly connected components, with a stack of its own so that no chain is too long for it.
 */
export function findUnsound<N extends Node>(
  nodes: Iterable<N>,
  deepest: number,
): { cyclic: Set<N>; deep: Set<N> } {
  const cyclic = new Set<N>();
  const deep = new Set<N>();
  const order = new Map<Node, number>();
  const low = new Map<Node, number>();
  const heights = new Map<Node, number>();
  const open: N[] = [];
  const isOpen = new Set<Node>();
  for (const root of nodes) {
    if (order.has(root)) continue;
    const path: { node: N; next: number }[] = [];
    const enter = (node: N): void => {
      order.set(node, order.size);
      low.set(node, order.size - 1);
      open.push(node);
      isOpen.add(node);
      path.push({ node, next: 0 });
    };
    enter(root);
    while (path.length > 0) {
      const top = path.at(-1)!;
      const { node } = top;
      const need = node.needs[top.next++] as N | undefined;
      if (need !== undefined) {
        if (!order.has(need)) enter(need);
        else if (isOpen.has(need)) low.set(node, Math.min(low.get(node)!, order.get(need)!));
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.node;
      if (parent) low.set(parent, Math.min(low.get(parent)!, low.get(node)!));
      if (low.get(node) !== order.get(node)) continue;
      const component = open.splice(open.lastIndexOf(node));
      for (const member of component) isOpen.delete(member);
      const isCycle = component.length > 1 || node.needs.includes(node);
      if (isCycle) for (const member of component) cyclic.add(member);
      const height = node.depth + tallest(node, heights);
      if (!isCycle && height > deepest) deep.add(node);
      else if (!isCycle) heights.set(node, height);
    }
  }
  return { cyclic, deep };
}

/** Nodes that do not run count as nothing. */
function tallest(node: Node, heights: ReadonlyMap<Node, number>): number {
  let most = 0;
  for (const need of node.needs) most = Math.max(most, heights.get(need) ?? 0);
  return most;
}
