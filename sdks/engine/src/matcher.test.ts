import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { matcher } from "./matcher.ts";

const matches = (pattern: string, text: string, ignoreCase = false): boolean | undefined =>
  matcher(pattern, ignoreCase)?.(text);

test.each([
  ["", "", true],
  ["a|b|", "", true],
  ["^(?:ab|c)+$", "abcab", true],
  ["^(?:ab|c)+$", "abca", false],
  ["a{2,3}$", "caaa", true],
  ["^a{2,3}$", "aaaa", false],
  ["^a{0}$", "", true],
  ["^a{2,}$", "a", false],
  ["a{,2}", "a{,2}", true],
  ["a{x", "a{x", true],
  ["^[^a-c]$", "b", false],
  ["^[]-]+$", "]-", true],
  ["^[\\d-z]+$", "1-z", true],
  ["^[[:^alpha:]]$", "1", true],
  ["^[\\w.]+@\\w+$", "a.b@c", true],
  ["\\bfoo\\b", "a foo.", true],
  ["\\bfoo\\b", "afoo", false],
  ["\\Boo", "foo", true],
  ["(?m)^b$", "a\nb\nc", true],
  ["^b$", "a\nb\nc", false],
  ["(?s)a.b", "a\nb", true],
  ["a.b", "a\nb", false],
  ["(?i)straße", "STRAẞE", true],
  ["(?i)[k]", "\u212a", true],
  ["(?i)[^k]", "\u212a", false],
  ["(?i)a(?-i)b", "Ab", true],
  ["(?i)a(?-i)b", "AB", false],
  ["(?i:a)b", "AB", false],
  ["^\\pL+$", "aé名", true],
  ["^\\PL+$", "a", false],
  ["^\\p{^Lu}$", "a", true],
  ["\\x41\\x{1F600}\\101", "A😀A", true],
  ["^\\Q.*\\E+$", ".***", true],
  ["^.$", "\ud800", true],
  ["^\\x{FFFD}$", "\udc00", true],
  ["\\v\\a\\f\\t", "\v\x07\f\t", true],
])("%j on %j is %j", (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

test.each([
  ..."( ) (a a) [ [] [^] [b-a] * +a |* (*) a** a++ a*{2} a{1001} a{2,1} (a{100}){11}".split(" "),
  ..."\\1 \\8 \\e \\C \\Z \\x \\x{110000} \\p{Nope} \\pX [[:nope:]] (?=a) (?!a) (?<=a) (?<n (?P<n>a)(?P<n>b) (?x) (?i-) \\".split(
    " ",
  ),
])("%j is refused", (pattern) => {
  expect(matcher(pattern, false)).toBeUndefined();
});

test("no pattern and no text makes it slow", () => {
  const started = performance.now();
  expect(matches("^(a+)+$", `${"a".repeat(50_000)}b`)).toBe(false);
  expect(matches("(x+x+)+y", "x".repeat(50_000))).toBe(false);
  expect(matches("(.*)(.*)(.*)(.*)=", "x".repeat(50_000))).toBe(false);
  expect(matches("(a?){500}a{500}", "a".repeat(600))).toBe(true);
  expect(matcher("(".repeat(100_000), false)).toBeUndefined();
  expect(matcher("a".repeat(100_000), false)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(5_000);
});

const cases = new URL(
  "../../../../shared/reference/conformance/unleash/21-regex-constraint-operators.json",
  import.meta.url,
);

// The public cases are not part of this repository: where they are not beside it, these tests are skipped.
describe.skipIf(!existsSync(cases))("Unleash's regular expressions", () => {
  interface Suite {
    readonly state: {
      readonly features: readonly {
        readonly name: string;
        readonly strategies: readonly { readonly constraints: readonly Constraint[] }[];
      }[];
    };
    readonly tests: readonly {
      readonly description: string;
      readonly context: { readonly properties?: Record<string, string> };
      readonly toggleName: string;
      readonly expectedResult: boolean;
    }[];
  }
  interface Constraint {
    readonly contextName: string;
    readonly operator: string;
    readonly value: string;
    readonly caseInsensitive?: boolean;
    readonly inverted?: boolean;
  }
  const { state, tests } = JSON.parse(
    existsSync(cases) ? readFileSync(cases, "utf8") : '{"tests":[]}',
  ) as Suite;
  test.each(tests)("$description", ({ context, toggleName, expectedResult }) => {
    const strategies = state.features.find(({ name }) => name === toggleName)!.strategies;
    const holds = ({
      contextName,
      value,
      caseInsensitive = false,
      inverted = false,
    }: Constraint): boolean => {
      const attribute = { ...context, ...context.properties }[contextName];
      return (
        (typeof attribute === "string" && (matches(value, attribute, caseInsensitive) ?? false)) !== inverted
      );
    };
    expect(strategies.some(({ constraints }) => constraints.every(holds))).toBe(expectedResult);
  });
});
