import type { FlagDocument, SegmentDocument } from "@guidon/engine";
import { analyse, TARGETS, type Finding } from "@guidon/engine/analyse";
import { matcher } from "@guidon/engine/matcher";

/** Something odd about a flag's rules that a reader should know of; the flag is sound all the same. */
export interface RuleFinding {
  readonly kind: "contradiction" | "shadowed" | "overlap";
  /** The rule's id; null: the fallthrough. */
  readonly rule: string | null;
  /** The earlier rules that it is about. */
  readonly by: readonly string[];
  readonly words: string;
  /** A context for which it is so. */
  readonly example?: Record<string, unknown>;
}

/** Asked with every change, while others wait: about fifty milliseconds at most. */
const effort = 30_000;

/** Rules that never serve and rules that overlap, as far as it can be proved in a moment. */
export function findingsOf(document: FlagDocument, segments: readonly SegmentDocument[]): RuleFinding[] {
  const names = new Map(
    document.rules.map(({ id, name }, index) => [id, name === undefined ? `rule ${index + 1}` : `“${name}”`]),
  );
  const nameOf = (id: string | null) =>
    id === null ? "the fallthrough" : id === TARGETS ? "the targets" : (names.get(id) ?? id);
  return analyse(document, segments, { matcher, effort }).flatMap((finding) => {
    const words = wordsOf(finding, nameOf);
    if (words === undefined || finding.kind === "reachable" || finding.kind === "cannot_tell") return [];
    const { kind, rule, by = [], example } = finding;
    return [{ kind, rule, by, words, ...(example === undefined ? {} : { example: { ...example.context } }) }];
  });
}

function wordsOf(
  { kind, rule, by = [] }: Finding,
  nameOf: (id: string | null) => string,
): string | undefined {
  const name = capital(nameOf(rule));
  const others = by.map(nameOf).join(" and ");
  switch (kind) {
    case "contradiction":
      return `${name} never matches: its condition contradicts itself.`;
    case "shadowed":
      return `${name} is never reached: ${others} come${by.length === 1 && by[0] !== TARGETS ? "s" : ""} first whenever it holds.`;
    case "overlap":
      return `${name} overlaps with ${others}, which come${by.length === 1 ? "s" : ""} first.`;
    case "reachable":
    case "cannot_tell":
      return undefined;
    default:
      return kind satisfies never;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
