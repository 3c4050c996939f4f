import { judgeGraph } from "./graph.ts";
import { isObject, type Members } from "./path.ts";
import type { Abilities } from "./planner.ts";
import type { Quarantined } from "./program.ts";
import { checkDocument, type Facts } from "./schema.ts";
import type { Document, DocumentKind, Problem } from "./types.ts";

/** Where documents find one another. */
export interface Library extends Abilities {
  find(kind: DocumentKind, key: string): Entry | undefined;
}

/** What was found out about a document. */
interface Verdict {
  /** What runs: the document, or its last good version; `undefined` where nothing does. */
  readonly source: Document | undefined;
  readonly facts: Facts | undefined;
  readonly quarantined: Quarantined | undefined;
}

/** A document of a program; it is checked when it is first asked for: by itself, then together with all it needs. */
export class Entry {
  readonly library: Library;
  readonly kind: DocumentKind;
  readonly key: string;
  readonly given: unknown;
  private own: Verdict | undefined;
  private isJudged = false;

  constructor(library: Library, kind: DocumentKind, key: string, given: unknown, earlier?: Entry) {
    this.library = library;
    this.kind = kind;
    this.key = key;
    this.given = given;
    if (earlier) this.follow(earlier);
  }

  get verdict(): Verdict {
    const own = this.check();
    if (this.isJudged || !own.facts || own.facts.references.length === 0) return own;
    const judged = judgeGraph<Entry>(this, (entry) => {
      const { references = [], depth = 0 } = entry.check().facts ?? {};
      return { depth, needs: references.flatMap(({ kind, key }) => this.library.find(kind, key) ?? []) };
    });
    for (const [entry, code] of judged) {
      entry.isJudged = true;
      if (code) entry.own = entry.refused([{ pointer: "", code, message: code.replaceAll("_", " ") }]);
    }
    return this.check();
  }

  /**
   * Goes on from an earlier program: with what was found out about the same version there, or with its last good version where this one cannot run.
   * A version that changed is checked at once, so that no program keeps an earlier one alive.
   */
  private follow(earlier: Entry): void {
    const isTrusted =
      earlier.library.matcher === this.library.matcher && earlier.library.hasher === this.library.hasher;
    const revision = revisionOf(this.given);
    const isSame =
      earlier.given === this.given || (revision !== undefined && revision === revisionOf(earlier.given));
    if (isTrusted && isSame && !earlier.own?.quarantined) this.own = earlier.own;
    else this.check(earlier.verdict, isTrusted);
  }

  private check(last?: Verdict, isTrusted = false): Verdict {
    if (this.own) return this.own;
    const { problems, isTooOld, facts } = checkDocument(this.kind, this.given, this.library);
    const isKept = last?.source && (isTrusted || checkDocument(this.kind, last.source, this.library).facts);
    return (this.own = facts
      ? { source: this.given as Document, facts, quarantined: undefined }
      : this.refused(problems, isTooOld, isKept ? last : undefined));
  }

  private refused(problems: readonly Problem[], isTooOld = false, kept?: Verdict): Verdict {
    const { kind, key } = this;
    const { source, facts } = kept ?? {};
    const reason = isTooOld ? "engine_too_old" : "PARSE_ERROR";
    return {
      source,
      facts,
      quarantined: { kind, key, reason, problems, ...(source && { kept: source.revision }) },
    };
  }
}

/** What one member of whatever was given is. */
export const membersOf = (given: unknown): Members => (isObject(given) ? given : {});

const revisionOf = (given: unknown): unknown => membersOf(given)["revision"];
