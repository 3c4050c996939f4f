import { matcher } from "@guidon/engine/matcher";

/** Syntax of other engines that RE2 leaves out, since it cannot be run in time linear in the text. */
const foreign: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?[=!]/, "RE2 has no lookahead and no lookbehind"],
  [/\\[1-9]|\\k</, "RE2 has no backreferences"],
  [/\(\?>|[*+?}]\+/, "RE2 has no atomic groups and no possessive quantifiers"],
  [/\(\?\(/, "RE2 has no conditionals"],
];

/** Why a pattern cannot be used; undefined where the engine takes it. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern === "") return "an empty pattern matches every text";
  if (matcher(pattern, false) !== undefined) return undefined;
  const bare = pattern.replace(/\\\\/g, "");
  const found = foreign.find(([form]) => form.test(bare));
  return found?.[1] ?? syntaxProblem(pattern) ?? "not a pattern in RE2 syntax, or too large a one";
}

/** The browser's own words about a mistake that its engine makes out too. */
function syntaxProblem(pattern: string): string | undefined {
  try {
    // What it makes is not asked for anything.
    return void new RegExp(pattern, "u");
  } catch (error) {
    const words = error instanceof Error ? error.message.split(": ").at(-1) : undefined;
    return words === undefined ? undefined : words.charAt(0).toLowerCase() + words.slice(1);
  }
}
