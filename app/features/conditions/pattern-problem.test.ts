import { expect, test } from "vitest";
import { patternProblem } from "./pattern-problem.ts";

test.each(["^beta-\\d+$", "a{1,3}", "(?i)acme", "\\\\1", "(?P<name>x)", "\\pL"])("takes %s", (pattern) => {
  expect(patternProblem(pattern)).toBeUndefined();
});

test.each([
  ["(?=x)", "RE2 has no lookahead and no lookbehind"],
  ["(?<!x)y", "RE2 has no lookahead and no lookbehind"],
  ["(a)\\1", "RE2 has no backreferences"],
  ["(?>a)", "RE2 has no atomic groups and no possessive quantifiers"],
  ["(a", "unterminated group"],
  ["[a", "unterminated character class"],
  ["", "an empty pattern matches every text"],
])("says of %s that %s", (pattern, words) => {
  expect(patternProblem(pattern)).toBe(words);
});
