import { isObject, toPath } from "./path.ts";

/** An attribute of the context. What it was for a call counts only if it bears that call's stamp, so nothing is ever cleared. */
export class Attribute {
  readonly path: readonly string[];
  stamp = 0;
  value: unknown = undefined;

  constructor(text: string) {
    this.path = toPath(text);
  }
}

/** Of larger contexts, attributes are better looked up one by one. */
const MOST = 16;

/**
 * Contexts mostly have the same members in the same order, and going through all of them is quicker than looking a few of them up. Whatever is not
 * found here must be looked up.
 */
export class Layout {
  private readonly known = new Map<string | undefined, Attribute>();
  /** What contexts were last seen to have at each place, as far as it was looked at. */
  private names: string[] = [];
  private attributes: (Attribute | undefined)[] = [];
  /** Of the call that was last read for. */
  private stamp = 0;

  add(attribute: Attribute): Attribute {
    const { path } = attribute;
    if (path.length === 1) this.known.set(path[0], attribute);
    this.names = [];
    return attribute;
  }

  /** Reads the attributes of a call's context, once, up to where it is not like the last one, whose place it takes there. */
  read(context: unknown, stamp: number): void {
    if (this.stamp === stamp) return;
    this.stamp = stamp;
    const { names, attributes } = this;
    let last: string | undefined;
    try {
      if (!isObject(context)) return;
      let i = 0;
      for (const name in context) {
        if (names[i] !== name) {
          if (i < MOST) attributes[i] = this.known.get((names[i] = name));
          break;
        }
        const attribute = attributes[i++];
        if (attribute === undefined) continue;
        last = name;
        attribute.value = context[name];
        attribute.stamp = stamp;
      }
      // What a context inherits does not count, and comes after what is its own.
      if (last === undefined || Object.hasOwn(context, last)) return;
    } catch {
      // As is what throws: it is looked up, and found to be nothing.
    }
    for (const attribute of attributes) if (attribute) attribute.stamp = 0;
  }
}
