import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { validate } from "@guidon/engine/validate";
import type { FieldProblem } from "#app/platform/problem.ts";
import { scanJson } from "./json-places.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import { toDocument, type Targeting } from "./targeting.ts";

const members = ["on", "offVariant", "prerequisites", "targets", "rules", "fallthrough"] as const;

/** The part of a targeting that experts edit; the kill has its own way. */
export function writeDraft(targeting: Targeting): string {
  // A rule's name first: it is what one looks for.
  const rules = targeting.rules.map(({ id, name, when, serve }) => ({ id, name, when, serve }));
  const written = { ...targeting, rules };
  return JSON.stringify(Object.fromEntries(members.map((name) => [name, written[name]])), null, 2);
}

export type ReadDraft =
  | { readonly targeting: Targeting }
  | { readonly problems: readonly FieldProblem[] }
  /** Not JSON, from there on. */
  | { readonly brokenAt: number };

/** A targeting only if the engine takes it as it is. */
export function readDraft(flag: TargetedFlag, text: string): ReadDraft {
  const { brokenAt } = scanJson(text);
  if (brokenAt !== undefined) return { brokenAt };
  const read: unknown = JSON.parse(text);
  if (typeof read !== "object" || read === null || Array.isArray(read))
    return { problems: [{ pointer: "", message: "Targeting is a JSON object." }] };
  const strange = Object.keys(read).filter((name) => !(members as readonly string[]).includes(name));
  const targeting = read as Targeting;
  const problems = [
    ...strange.map((name) => ({ pointer: `/${name}`, message: `Targeting has no “${name}”.` })),
    ...(strange.length > 0 ? [] : validate(toDocument(flag, targeting), { matcher, hasher })),
  ];
  return problems.length === 0
    ? { targeting }
    : { problems: problems.map(({ pointer, message }) => ({ pointer, message })) };
}
