import { caseVariants } from "./casefold.ts";

/** Whether a code point belongs to a set. */
export type CharacterSet = (code: number) => boolean;

/** A pattern taken apart. Greediness and groups' names make no difference to whether a text matches, so they are gone. */
export type Pattern =
  | { readonly kind: "character"; readonly has: CharacterSet }
  /** Looks at the code points before and after, -1 at the ends. */
  | { readonly kind: "assertion"; readonly holds: (before: number, after: number) => boolean }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly Pattern[] }
  | {
      readonly kind: "repeat";
      readonly part: Pattern;
      readonly min: number;
      readonly max: number;
      readonly product: number;
    };

const MOST_REPEATS = 1_000;
const DEEPEST = 500;
const NEWLINE = 10;

const between =
  (low: number, high: number): CharacterSet =>
  (code) =>
    code >= low && code <= high;
const either =
  (...sets: readonly CharacterSet[]): CharacterSet =>
  (code) =>
    sets.some((has) => has(code));
const outside =
  (has: CharacterSet): CharacterSet =>
  (code) =>
    !has(code);
const oneOf = (characters: string): CharacterSet => {
  const codes = Array.from(characters, (character) => character.codePointAt(0));
  return (code) => codes.includes(code);
};

const digit = between(48, 57);
const upper = between(65, 90);
const lower = between(97, 122);
const alpha = either(upper, lower);
const alnum = either(alpha, digit);
const word = either(alnum, oneOf("_"));

/** ASCII, as in RE2. */
const PERL: Readonly<Record<string, CharacterSet>> = { d: digit, s: oneOf("\t\n\f\r "), w: word };
const POSIX: Readonly<Record<string, CharacterSet>> = {
  ...{ alnum, alpha, digit, lower, upper, word },
  ascii: between(0, 127),
  blank: oneOf("\t "),
  cntrl: either(between(0, 31), oneOf("\x7f")),
  graph: between(33, 126),
  print: between(32, 126),
  punct: either(between(33, 47), between(58, 64), between(91, 96), between(123, 126)),
  space: oneOf("\t\n\v\f\r "),
  xdigit: either(digit, between(65, 70), between(97, 102)),
};
const ESCAPES: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const CATEGORY = /^(C[cfos]|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/;
const isWord = (code: number): boolean => code >= 0 && word(code);

class Refused extends Error {}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

/** Reads a pattern in RE2 syntax (github.com/google/re2/wiki/Syntax, as Go's regexp/syntax reads it); `undefined` where it is not valid. */
export function parsePattern(text: string, ignoreCase: boolean): Pattern | undefined {
  try {
    const parser = new Parser(text);
    const pattern = parser.choice({ i: ignoreCase, m: false, s: false }, 0);
    return parser.isDone() ? pattern : undefined;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

class Parser {
  private readonly text: string;
  private readonly names = new Set<string>();
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  isDone(): boolean {
    return this.at === this.text.length;
  }

  choice(outer: Flags, depth: number): Pattern {
    if (depth > DEEPEST) throw new Refused();
    let flags = outer;
    const parts: Pattern[] = [];
    let sequence: Pattern[] = [];
    let isRepeatable = false;
    while (!this.isDone() && this.text[this.at] !== ")") {
      if (this.take("|")) {
        parts.push({ kind: "sequence", parts: sequence });
        sequence = [];
        isRepeatable = false;
        continue;
      }
      const range = this.repetition();
      if (range) {
        const part = isRepeatable ? sequence.pop() : undefined;
        if (!part) throw new Refused();
        sequence.push(repeat(part, range));
        isRepeatable = false;
        continue;
      }
      isRepeatable = true;
      if (this.take("\\Q")) {
        const end = this.text.indexOf("\\E", this.at);
        const literal = this.text.slice(this.at, end < 0 ? undefined : end);
        for (const character of literal) sequence.push(inSet(equalTo(character.codePointAt(0)!), flags));
        this.at = end < 0 ? this.text.length : end + 2;
        isRepeatable = sequence.length > 0;
      } else if (this.take("(")) {
        const group = this.group(flags, depth);
        if ("kind" in group) sequence.push(group);
        else {
          flags = group;
          isRepeatable = sequence.length > 0;
        }
      } else sequence.push(this.single(flags));
    }
    return { kind: "choice", parts: [...parts, { kind: "sequence", parts: sequence }] };
  }

  /** What stands in parentheses, or the flags that hold from there on. */
  private group(outer: Flags, depth: number): Pattern | Flags {
    let flags = outer;
    const head = this.match(/\?(?:P?<(\w+)>|([imsU]*)(?:-([imsU]+))?([:)]))/y);
    if (head) {
      const [, name, on = "", off = "", end] = head;
      if (name !== undefined && this.names.has(name)) throw new Refused();
      if (name !== undefined) this.names.add(name);
      const has = (flag: "i" | "m" | "s"): boolean =>
        (outer[flag] || on.includes(flag)) && !off.includes(flag);
      flags = { i: has("i"), m: has("m"), s: has("s") };
      if (end === ")") return flags;
    } else if (this.text[this.at] === "?") throw new Refused();
    const pattern = this.choice(flags, depth + 1);
    if (!this.take(")")) throw new Refused();
    return pattern;
  }

  private repetition(): { min: number; max: number } | undefined {
    const found = this.match(/(?:([*+?])|\{(\d{1,9})(,(\d{0,9}))?\})\??/y);
    if (!found) return undefined;
    const [, sign, least, comma, most] = found;
    if (this.match(/[*+?]|\{\d+(,\d*)?\}/y)) throw new Refused();
    if (sign !== undefined) return { min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : Infinity };
    const min = Number(least);
    const max = comma === undefined ? min : most ? Number(most) : Infinity;
    if (min > MOST_REPEATS || (max !== Infinity && max > MOST_REPEATS) || max < min) throw new Refused();
    return { min, max };
  }

  private single(flags: Flags): Pattern {
    if (this.take(".")) return { kind: "character", has: flags.s ? () => true : (code) => code !== NEWLINE };
    if (this.take("^")) return startOf(flags.m);
    if (this.take("$")) return endOf(flags.m);
    if (this.take("\\A")) return startOf(false);
    if (this.take("\\z")) return endOf(false);
    if (this.take("\\b"))
      return { kind: "assertion", holds: (before, after) => isWord(before) !== isWord(after) };
    if (this.take("\\B"))
      return { kind: "assertion", holds: (before, after) => isWord(before) === isWord(after) };
    const set = this.escapedSet(flags);
    if (set) return { kind: "character", has: set };
    if (this.take("[")) return { kind: "character", has: this.bracket(flags) };
    return inSet(equalTo(this.character()), flags);
  }

  /** `[…]`, after the bracket. */
  private bracket(flags: Flags): CharacterSet {
    const isNegated = this.take("^");
    const sets: CharacterSet[] = [];
    for (let isFirst = true; isFirst || this.text[this.at] !== "]"; isFirst = false) {
      if (this.isDone()) throw new Refused();
      const posix = this.match(/\[:(\^?)(\w*):\]/y);
      if (posix) {
        const [, not, name] = posix;
        const set = Object.hasOwn(POSIX, name!) ? POSIX[name!] : undefined;
        if (!set) throw new Refused();
        sets.push(signed(set, not === "^", flags));
        continue;
      }
      const escaped = this.escapedSet(flags);
      if (escaped) {
        sets.push(escaped);
        continue;
      }
      const low = this.character();
      const isRange =
        this.text[this.at] === "-" && this.at + 1 < this.text.length && this.text[this.at + 1] !== "]";
      if (isRange) this.at++;
      const high = isRange ? this.character() : low;
      if (high < low) throw new Refused();
      sets.push(folding(between(low, high), flags));
    }
    this.at++;
    const set = either(...sets);
    return isNegated ? outside(set) : set;
  }

  /** `\d` and the like, `\pN` and `\p{Name}`. */
  private escapedSet(flags: Flags): CharacterSet | undefined {
    const perl = this.match(/\\([dswDSW])/y)?.[1];
    if (perl) return signed(PERL[perl.toLowerCase()]!, perl < "a", flags);
    const unicode = this.match(/\\([pP])(?:([A-Z])|\{(\^?)([A-Za-z_]+)\})/y);
    if (!unicode) return undefined;
    const [, sign, letter, not, name = letter!] = unicode;
    return signed(propertyOf(name), (sign === "P") !== (not === "^"), flags);
  }

  /** One character, escaped or not. */
  private character(): number {
    if (this.isDone()) throw new Refused();
    if (!this.take("\\")) return this.next();
    const octal = this.match(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
    if (octal) return parseInt(octal[0], 8);
    const hexadecimal = this.match(/x(?:([\dA-Fa-f]{2})|\{([\dA-Fa-f]{1,8})\})/y);
    if (hexadecimal) {
      const code = parseInt(hexadecimal[1] ?? hexadecimal[2]!, 16);
      if (code > 0x10ffff) throw new Refused();
      return code;
    }
    const code = this.isDone() ? -1 : this.next();
    if (code < 0 || code > 127) throw new Refused();
    if (!alnum(code)) return code;
    const character = String.fromCharCode(code);
    if (!Object.hasOwn(ESCAPES, character)) throw new Refused();
    return ESCAPES[character]!;
  }

  private next(): number {
    const code = this.text.codePointAt(this.at)!;
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }

  private take(text: string): boolean {
    const found = this.text.startsWith(text, this.at);
    if (found) this.at += text.length;
    return found;
  }

  private match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (found) this.at = sticky.lastIndex;
    return found ?? undefined;
  }
}

const equalTo =
  (wanted: number): CharacterSet =>
  (code) =>
    code === wanted;

const inSet = (has: CharacterSet, flags: Flags): Pattern => ({ kind: "character", has: folding(has, flags) });

const signed = (has: CharacterSet, isNegated: boolean, flags: Flags): CharacterSet =>
  isNegated ? outside(folding(has, flags)) : folding(has, flags);

/** With the flag `i`, a character is in where any of its case variants is. */
const folding = (has: CharacterSet, { i }: Flags): CharacterSet =>
  i
    ? (code) =>
        has(code) || caseVariants(String.fromCodePoint(code)).some((variant) => has(variant.codePointAt(0)!))
    : has;

const startOf = (isLine: boolean): Pattern => ({
  kind: "assertion",
  holds: (before) => before === -1 || (isLine && before === NEWLINE),
});

const endOf = (isLine: boolean): Pattern => ({
  kind: "assertion",
  holds: (_, after) => after === -1 || (isLine && after === NEWLINE),
});

/** A general category or a script, by the tables of the runtime. */
function propertyOf(name: string): CharacterSet {
  if (name === "Any") return () => true;
  if (name === "C") return either(propertyOf("Cc"), propertyOf("Cf"), propertyOf("Co"), propertyOf("Cs"));
  try {
    const test = new RegExp(CATEGORY.test(name) ? `^\\p{${name}}$` : `^\\p{Script=${name}}$`, "u");
    return (code) => test.test(String.fromCodePoint(code));
  } catch {
    throw new Refused();
  }
}

/** How often the innermost part may come to be copied is what RE2 limits. */
function repeat(part: Pattern, { min, max }: { min: number; max: number }): Pattern {
  const product = productOf(part) * Math.max(1, min, max === Infinity ? 1 : max);
  if (product > MOST_REPEATS) throw new Refused();
  return { kind: "repeat", part, min, max, product };
}

function productOf(pattern: Pattern): number {
  if (pattern.kind === "repeat") return pattern.product;
  if (pattern.kind === "character" || pattern.kind === "assertion") return 1;
  return pattern.parts.reduce((most, part) => Math.max(most, productOf(part)), 1);
}
