/** Where the value at each JSON Pointer stands in a text, from its first character to after its last. */
export type Places = ReadonlyMap<string, readonly [from: number, to: number]>;

export interface Scanned {
  readonly places: Places;
  /** Where the text stops being JSON; undefined where all of it is. Browsers tell this each in a way of its own, or not at all. */
  readonly brokenAt: number | undefined;
}

const blank = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;

export function scanJson(text: string): Scanned {
  const places = new Map<string, readonly [number, number]>();
  let at = 0;
  const take = (form: RegExp): string | undefined => {
    form.lastIndex = at;
    const found = form.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const next = (sign: string): boolean => {
    take(blank);
    if (text.charAt(at) !== sign) return false;
    at += 1;
    return true;
  };
  /** Each of these says whether it was there; if not, `at` stays where it stopped. */
  const value = (pointer: string): boolean => {
    take(blank);
    const from = at;
    const there = next("{")
      ? items("}", (): boolean => member(pointer))
      : next("[")
        ? items("]", (index): boolean => value(`${pointer}/${index}`))
        : (take(string) ?? take(scalar)) !== undefined;
    if (there) places.set(pointer, [from, at]);
    return there;
  };
  const member = (pointer: string): boolean => {
    take(blank);
    const name = take(string);
    return name !== undefined && next(":") && value(`${pointer}/${escaped(JSON.parse(name) as string)}`);
  };
  const items = (end: string, item: (index: number) => boolean): boolean => {
    if (next(end)) return true;
    for (let index = 0; item(index); index += 1) {
      if (next(end)) return true;
      if (!next(",")) return false;
    }
    return false;
  };
  const whole = value("");
  take(blank);
  return { places, brokenAt: whole && at === text.length ? undefined : at };
}

/** The place of a pointer, or of the nearest that is around it. */
export function placeOf(places: Places, pointer: string): readonly [from: number, to: number] {
  for (let near = pointer; near !== ""; near = near.slice(0, near.lastIndexOf("/"))) {
    const found = places.get(near);
    if (found !== undefined) return found;
  }
  return places.get("") ?? [0, 0];
}

/** Counted from one. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
