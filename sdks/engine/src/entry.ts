import type { Checker, Facts } from "./trusting.ts";
import { isObject, type Members } from "./path.ts";
import type { Abilities } from "./planner.ts";
import type { Quarantined } from "./program.ts";
import type { Document, DocumentKind, Problem } from "./types.ts";

/** Where documents find one another, and what they are checked by. */
export interface Library extends Abilities {
  readonly checker: Checker;
  find(kind: DocumentKind, key: string): Entry | undefined;
}

interface Refusal extends Quarantined {
  readonly instead: Document | undefined;
}

const TOOLS = ["checker", "matcher", "hasher", "moreOperators"] as const;
const NOTHING: Facts = { problems: [], isTooOld: false, references: [], depth: 0 };

/** A document of a program; it is checked when it is first asked for: by itself, then together with all it needs. */
export abstract class Entry {
  abstract readonly program: Library;
  readonly given: unknown;
  /** Why what was given does not run, and then what does instead: its last good version, if any. */
  private refusal: Refusal | undefined = undefined;
  /** Of what runs. */
  private facts: Facts | undefined = undefined;
  private isJudged = false;

  constructor(given: unknown) {
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
    this.judge();
    return this.refusal ? this.refusal.instead : (this.given as Document);
  }

  get quarantined(): Quarantined | undefined {
    this.judge();
    if (!this.refusal) return undefined;
    const { instead, ...quarantined } = this.refusal;
    return { ...quarantined, ...(instead && { kept: instead.revision }) };
  }

  /**
   * Goes on from an earlier program: with what was found out about the same version there, or with its last good version where this one cannot run.
   * A version that changed is checked at once, so that no program keeps an earlier one alive.
   */
  follow(earlier: Entry): void {
    const { program, kind, given } = this;
    const isTrusted = TOOLS.every((tool) => earlier.program[tool] === program[tool]);
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

  private judge(): void {
    const { references } = this.check();
    if (this.isJudged) return;
    this.isJudged = true;
    if (references.length === 0) return;
    const { program } = this;
    const judged = program.checker.judge<Entry>(this, (entry) => {
      const { references, depth } = entry.check();
      return { depth, needs: references.flatMap(({ kind, key }) => program.find(kind, key) ?? []) };
    });
    for (const [entry, code] of judged) {
      entry.isJudged = true;
      if (code) entry.refuse([{ pointer: "", code, message: code.replaceAll("_", " ") }]);
    }
  }

  private check(): Facts {
    if (this.facts) return this.facts;
    const facts = this.program.checker.check(this.kind, this.given, this.program);
    if (facts.problems.length > 0) this.refuse(facts.problems, facts.isTooOld);
    else this.facts = facts;
    return this.facts!;
  }

  refuse(problems: readonly Problem[], isTooOld = false): Refusal {
    const { kind, key } = this;
    const reason = isTooOld ? "engine_too_old" : "PARSE_ERROR";
    this.facts = NOTHING;
    return (this.refusal = { kind, key, reason, problems, instead: undefined });
  }
}

/** The members of whatever was given. */
export const membersOf = (given: unknown): Members => (isObject(given) ? given : {});
