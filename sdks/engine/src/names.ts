import { isUnreadable, parsePath } from "./path.ts";

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
export class Names<Ask = unknown> {
  readonly segments = new Numbering();
  readonly flags = new Numbering();
  readonly attributes = new Numbering();
  readonly paths: (readonly string[])[] = [];
  /** Clauses made ready, by their text. */
  readonly clauses = new Map<string, Ask>();

  /** Whether most names are of documents long gone, so that it is time to begin anew. */
  isCrowded(flags: number): boolean {
    return (
      this.flags.size + this.segments.size + this.attributes.size + this.clauses.size > 8 * flags + 10_000
    );
  }

  attribute(text: string): number {
    const index = this.attributes.of(text);
    this.paths[index] ??= toPath(text);
    return index;
  }
}

/** A path made ready to read; empty, and so reading nothing, where no context can supply what it names. */
export function toPath(text: string): readonly string[] {
  const names = parsePath(text);
  return isUnreadable(names) ? [] : names;
}
