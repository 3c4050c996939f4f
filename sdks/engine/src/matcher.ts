/** @module The matcher for `matches`: RE2 syntax, in time linear in the text. */
import { parsePattern, type CharacterSet, type Pattern } from "./pattern-syntax.ts";

/** A step of a machine: go to the next ones for nothing, if an assertion holds, or by consuming a character; `undefined` has matched. */
interface Step {
  readonly has: CharacterSet | undefined;
  readonly holds: ((before: number, after: number) => boolean) | undefined;
  readonly next: number[];
}

const MOST_STEPS = 5_000;

/**
 * Makes a pattern ready to search with; `undefined` where it is not valid RE2 or becomes more than 5,000 steps. A text is read once, with all
 * the places the pattern may be at (Ken Thompson, "Regular Expression Search Algorithm", 1968), so no pattern and no text can make it
 * backtrack. A lone surrogate counts as U+FFFD.
 */
export function matcher(pattern: string, ignoreCase: boolean): ((text: string) => boolean) | undefined {
  const parsed = parsePattern(pattern, ignoreCase);
  const steps: Step[] = [];
  const matched = add(steps, {});
  const start = parsed && plan(steps, parsed, matched);
  return start === undefined ? undefined : (text) => search(steps, start, matched, text);
}

function add(steps: Step[], { has, holds, next = [] }: Partial<Step>): number {
  return steps.push({ has, holds, next }) - 1;
}

/** Adds the steps of a pattern that leads to `then`, and says where it begins; `undefined` where they are too many. */
function plan(steps: Step[], pattern: Pattern, then: number): number | undefined {
  if (steps.length > MOST_STEPS) return undefined;
  switch (pattern.kind) {
    case "character":
      return add(steps, { has: pattern.has, next: [then] });
    case "assertion":
      return add(steps, { holds: pattern.holds, next: [then] });
    case "sequence": {
      let next: number | undefined = then;
      for (const part of [...pattern.parts].reverse())
        next = next === undefined ? next : plan(steps, part, next);
      return next;
    }
    case "choice": {
      const starts = pattern.parts.map((part) => plan(steps, part, then));
      return starts.every((start) => start !== undefined) ? add(steps, { next: starts }) : undefined;
    }
    case "repeat": {
      const { part, min, max } = pattern;
      let next: number | undefined = then;
      if (max === Infinity) {
        const loop: number[] = [then];
        next = add(steps, { next: loop });
        const body = plan(steps, part, next);
        if (body === undefined) return undefined;
        loop.push(body);
      }
      for (let i = max === Infinity ? min : max; i > 0 && next !== undefined; i--) {
        const body: number | undefined = plan(steps, part, next);
        next = body !== undefined && i > min ? add(steps, { next: [body, then] }) : body;
      }
      return next;
    }
  }
}

function search(steps: readonly Step[], start: number, matched: number, text: string): boolean {
  // When a step was last reached: at which position of the text, counted from 1.
  const reached = new Uint32Array(steps.length);
  let places: number[] = [];
  let before = -1;
  for (let at = 0, position = 1; at <= text.length; position++) {
    const after = at < text.length ? codeAt(text, at) : -1;
    const pending = places;
    pending.push(start);
    places = [];
    while (pending.length > 0) {
      const index = pending.pop()!;
      if (reached[index] === position) continue;
      reached[index] = position;
      if (index === matched) return true;
      const { has, holds, next } = steps[index]!;
      if (has) {
        if (after >= 0 && has(after)) places.push(next[0]!);
      } else if (!holds || holds(before, after)) for (const to of next) pending.push(to);
    }
    before = after;
    at += after > 0xffff ? 2 : 1;
  }
  return false;
}

function codeAt(text: string, at: number): number {
  const code = text.codePointAt(at)!;
  return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
}
