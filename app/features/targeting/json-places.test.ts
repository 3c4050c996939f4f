import { expect, test } from "vitest";
import { lineAt, placeOf, scanJson } from "./json-places.ts";

const text = `{
  "on": true,
  "rules": [
    { "id": "a\\"]", "when": { "all": [] } },
    { "id": "b", "weight": -1.5e3 }
  ],
  "a/b~c": null
}`;
const read = (pointer: string) => text.slice(...placeOf(scanJson(text).places, pointer));

test("finds every value by its pointer", () => {
  expect(read("")).toBe(text);
  expect(read("/on")).toBe("true");
  expect(read("/rules/0/id")).toBe('"a\\"]"');
  expect(read("/rules/0/when/all")).toBe("[]");
  expect(read("/rules/1/weight")).toBe("-1.5e3");
  expect(read("/a~1b~0c")).toBe("null");
});

test("leads to what is around where the value is missing", () => {
  expect(read("/rules/1/serve/variant")).toBe('{ "id": "b", "weight": -1.5e3 }');
  expect(read("/fallthrough")).toBe(text);
});

test("counts lines from one", () => {
  expect(lineAt(text, 0)).toBe(1);
  expect(lineAt(text, placeOf(scanJson(text).places, "/rules/1")[0])).toBe(5);
});

test.each<[string, number]>([
  ["", 0],
  ["{", 1],
  ['{"a":[1,', 8],
  ["nonsense", 0],
  ['{"a" 1}', 5],
  ['{"on": tru}', 7],
  ["[01]", 1],
  ['["a\\x"]', 1],
  ["{} {}", 3],
  ["[1,]", 3],
])("%j stops being JSON at %i, as the browser finds too", (broken, at) => {
  expect(() => JSON.parse(broken) as unknown).toThrow(SyntaxError);
  expect(scanJson(broken).brokenAt).toBe(at);
});

test.each(["null", " [ ] ", '"é\\u00e9"', "[1e5,-0.5,0]", text])("%j is JSON", (sound) => {
  expect(scanJson(sound).brokenAt).toBeUndefined();
});
