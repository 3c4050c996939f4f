import { isUnreadable, parsePath } from "./path.ts";

/** The path of `$now`, the time of the evaluation. */
export const NOW: readonly string[] = ["$now"];
/** The path of whatever no context can supply. */
export const NEVER: readonly string[] = [];

/** Numbers for texts, in the order they are first met. */
export class Numbering {
  private readonly numbers = new Map<string, number>();

  get size(): number {
    return this.numbers.size;
  }

  of(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, (number = this.numbers.size));
    return number;
  }
}

/** The numbers that plans use for attributes, segments and flags; shared by the programs of an environment, so that plans can be too. */
export class Names {
  readonly segments = new Numbering();
  readonly flags = new Numbering();
  readonly attributes = new Numbering();
  readonly paths: (readonly string[])[] = [];

  /** Whether most names are of documents long gone, so that it is time to begin anew. */
  isCrowded(flags: number): boolean {
    return this.flags.size + this.segments.size + this.attributes.size > 4 * flags + 10_000;
  }

  attribute(text: string): number {
    const index = this.attributes.of(text);
    this.paths[index] ??= toPath(text);
    return index;
  }
}

/** A path made ready to read; see `NOW` and `NEVER`. */
export function toPath(text: string): readonly string[] {
  const names = text === "$now" ? NOW : parsePath(text);
  return names !== NOW && isUnreadable(names) ? NEVER : names;
}
