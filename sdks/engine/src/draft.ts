import type { Ask } from "./call.ts";
import type { Names } from "./names.ts";
import type { CompileOptions } from "./program.ts";
import type { DocumentKind, Problem } from "./types.ts";

/** How deep conditions, segments and flags may be nested in one another, all told, so that no stack is ever exhausted. */
export const DEEPEST = 200;

export interface Reference {
  readonly kind: DocumentKind;
  readonly key: string;
  /** Where the key stands, as a JSON Pointer. */
  readonly pointer: string;
  /** The variants of a flag that are asked about. */
  readonly variants: readonly string[];
}

export type Members = Readonly<Record<string, unknown>>;

/** What is found out about one document while it is planned: it is used only if no problem turns up. */
export class Draft {
  readonly names: Names<Ask>;
  readonly options: CompileOptions;
  readonly problems: Problem[] = [];
  /** Whether a newer engine (or one with a matcher, or with hash profiles) might run it. */
  tooOld = false;
  /** The flags and segments it needs. */
  readonly references: Reference[] = [];
  /** Instants at which its time conditions change. */
  readonly times: number[] = [];
  depth = 1;

  constructor(names: Names<Ask>, options: CompileOptions) {
    this.names = names;
    this.options = options;
  }

  problem(pointer: string, code: string): void {
    this.problems.push({ pointer, code, message: code.replaceAll("_", " ") });
  }

  /** The items of an array, and none where it is not an array. */
  array(value: unknown, at: string): readonly unknown[] {
    if (Array.isArray(value)) return value as unknown[];
    this.problem(at, "not_an_array");
    return [];
  }

  object(value: unknown, at: string): Members {
    if (isObject(value)) return value;
    this.problem(at, "not_an_object");
    return {};
  }

  text(value: unknown, at: string): string {
    if (typeof value === "string" && value !== "") return value;
    this.problem(at, "not_a_text");
    return "";
  }

  texts(value: unknown, at: string): readonly string[] {
    const items = this.array(value, at);
    if (items.every((item) => typeof item === "string")) return items;
    this.problem(at, "not_texts");
    return [];
  }

  /** Notes that the document needs another one, and gives the number of its key. */
  refer(kind: DocumentKind, source: unknown, pointer: string, variants: readonly string[] = []): number {
    const key = this.text(source, pointer);
    this.references.push({ kind, key, pointer, variants });
    return (kind === "flag" ? this.names.flags : this.names.segments).of(key);
  }

  /** The number of an attribute that gives units. */
  unitPath(value: unknown, at: string): number {
    const path = this.text(value, at);
    if (path.startsWith("$")) this.problem(at, "reserved_attribute");
    return this.names.attribute(path);
  }
}

export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
