import type { Attribute } from "./call.ts";

const PROTOTYPE: unknown = Object.prototype;
/** Of larger contexts, attributes are better looked up one by one. */
const MOST = 16;

/**
 * Contexts mostly have the same members in the same order, and going through all of them is quicker than to look a few of them up. Only what a
 * context has of its own counts, so those that might show something inherited are left alone. Whatever is not found here must be looked up.
 */
export class Layout {
  private readonly known = new Map<string, Attribute>();
  /** What contexts were last seen to have at each place, as far as it was looked at. */
  private names: (string | undefined)[] = [];
  private attributes: (Attribute | undefined)[] = [];

  add(attribute: Attribute): Attribute {
    const [name, ...inner] = attribute.path;
    if (name !== undefined && inner.length === 0) this.known.set(name, attribute);
    this.names = [];
    return attribute;
  }

  /** Reads the attributes of a context up to where it is not like the last one, whose place this one takes there. */
  read(context: object, stamp: number): void {
    if (Object.getPrototypeOf(context) !== PROTOTYPE || isPolluted()) return;
    const { names, attributes } = this;
    let i = 0;
    for (const name in context) {
      if (names[i] !== name) {
        if (i < MOST) names[i] = name;
        attributes[i] = this.known.get(name);
        return;
      }
      const attribute = attributes[i++];
      if (attribute !== undefined) {
        attribute.value = (context as Readonly<Record<string, unknown>>)[name];
        attribute.stamp = stamp;
      }
    }
  }
}

function isPolluted(): boolean {
  for (const _ in Object.prototype) return true;
  return false;
}
