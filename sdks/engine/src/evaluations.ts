import type { Evaluation } from "./types.ts";

/** The evaluations of many flags by key, in the order of the keys. */
export class Evaluations implements ReadonlyMap<string, Evaluation> {
  private readonly flags: readonly { readonly key: string }[];
  private readonly evaluations: readonly Evaluation[];
  private index: ReadonlyMap<string, Evaluation> | undefined;

  constructor(flags: readonly { readonly key: string }[], evaluations: readonly Evaluation[]) {
    this.flags = flags;
    this.evaluations = evaluations;
  }

  get size(): number {
    return this.flags.length;
  }

  get(key: string): Evaluation | undefined {
    return (this.index ??= new Map(this)).get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  *entries(): Generator<[string, Evaluation], undefined> {
    for (let i = 0; i < this.flags.length; i++) yield [this.flags[i]!.key, this.evaluations[i]!];
    return undefined;
  }

  *keys(): Generator<string, undefined> {
    for (const { key } of this.flags) yield key;
    return undefined;
  }

  *values(): Generator<Evaluation, undefined> {
    yield* this.evaluations;
    return undefined;
  }

  [Symbol.iterator](): Generator<[string, Evaluation], undefined> {
    return this.entries();
  }

  forEach(visit: (evaluation: Evaluation, key: string, all: ReadonlyMap<string, Evaluation>) => void): void {
    for (let i = 0; i < this.flags.length; i++) visit(this.evaluations[i]!, this.flags[i]!.key, this);
  }
}
