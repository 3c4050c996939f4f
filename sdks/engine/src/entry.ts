import { isObject, type Members } from "./path.ts";
import type { Planner } from "./planner.ts";
import type { Quarantined } from "./program.ts";
import type { Document, DocumentKind, Problem } from "./types.ts";

/** A document that another one names. */
export interface Reference {
  readonly kind: DocumentKind;
  readonly key: string;
  /** Where the key stands, as a JSON Pointer. */
  readonly pointer: string;
  /** The variants of a flag that are asked about. */
  readonly variants: readonly string[];
}

/** What there is to know of a document before it may be planned. */
export interface Facts {
  /** None where it may run. */
  readonly problems: readonly Problem[];
  /** Whether a newer engine, or one that is handed more, might run it. */
  readonly isTooOld: boolean;
  readonly references: readonly Reference[];
  /** How deep its conditions are nested. */
  readonly depth: number;
}

/** Judges documents before they run. See `@guidon/engine/checker`. */
export interface Checker {
  /** By themselves. */
  check(kind: DocumentKind, source: unknown, planner: Planner): Facts;
  /** With all they need: refuses what must not run. */
  judge?(entry: Entry): void;
}

/** Where documents find one another, and what they are checked by. */
export interface Library extends Planner {
  readonly checker: Checker;
  find(kind: DocumentKind, key: string): Entry | undefined;
}

interface Refusal extends Quarantined {
  readonly instead: Document | undefined;
}

const NOTHING: Facts = { problems: [], isTooOld: false, references: [], depth: 0 };

/** A document of a program; it is checked when it is first asked for: by itself, then together with all it needs. */
export abstract class Entry {
  readonly program: Library;
  readonly given: unknown;
  /** Why what was given does not run, and then what does instead: its last good version, if any. */
  private refusal: Refusal | undefined = undefined;
  /** Of what runs. */
  private facts: Facts | undefined = undefined;

  constructor(program: Library, given: unknown) {
    this.program = program;
    this.given = given;
  }

  abstract get kind(): DocumentKind;

  /** Empty where it has none. */
  get key(): string {
    const { key } = membersOf(this.given);
    return typeof key === "string" ? key : "";
  }

  /** Whether it could run if all it needs did. */
  get isSound(): boolean {
    this.check();
    return this.refusal === undefined;
  }

  /** What runs; `undefined` where nothing does. */
  get source(): Document | undefined {
    this.check();
    this.program.checker.judge?.(this);
    return this.refusal ? this.refusal.instead : (this.given as Document);
  }

  /** Why what was given does not run. */
  get quarantined(): Quarantined | undefined {
    const { source } = this;
    if (!this.refusal) return undefined;
    const { instead: _, ...quarantined } = this.refusal;
    return { ...quarantined, ...(source && { kept: source.revision }) };
  }

  /**
   * Goes on from an earlier program: with what was found out about the same version there if the tools are the same, or with its last good version
   * where this one cannot run. A version that changed is checked at once, so that no program keeps an earlier one alive.
   */
  follow(earlier: Entry, isTrusted: boolean): void {
    const { program, kind, given } = this;
    const { revision } = membersOf(given);
    const isSame =
      earlier.given === given ||
      (revision !== undefined && revision === membersOf(earlier.given)["revision"]);
    if (isTrusted && isSame && !earlier.refusal) this.facts = earlier.facts;
    else if (!this.isSound && earlier.source) {
      const { problems } = isTrusted ? NOTHING : program.checker.check(kind, earlier.source, program);
      if (problems.length > 0) return;
      this.refusal = { ...this.refusal!, instead: earlier.source };
      this.facts = earlier.facts;
    }
  }

  /** What there is to know of what runs, by itself. */
  check(): Facts {
    if (this.facts) return this.facts;
    const facts = this.program.checker.check(this.kind, this.given, this.program);
    if (facts.problems.length > 0) this.refuse(facts.problems, facts.isTooOld);
    else this.facts = facts;
    return this.facts!;
  }

  refuse(problems: readonly Problem[], isTooOld = false): Refusal {
    const { kind, key } = this;
    this.facts = NOTHING;
    const reason = isTooOld ? "engine_too_old" : "PARSE_ERROR";
    return (this.refusal = { kind, key, reason, problems, instead: undefined });
  }
}

/** The members of whatever was given. */
export const membersOf = (given: unknown): Members => (isObject(given) ? given : {});
