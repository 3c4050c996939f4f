import { expect, test } from "vitest";
import { hueIndex } from "#app/features/targeting/targeted-flag.ts";
import { firstVariants, readValue, typedHueIndex } from "./variants.ts";

test("reads what was typed as a value of the flag's type", () => {
  expect(readValue("boolean", "true")).toEqual({ value: true });
  expect(readValue("number", "1e3")).toEqual({ value: 1000 });
  expect(readValue("string", "true")).toEqual({ value: "true" });
  expect(readValue("object", '{"a":[1]}')).toEqual({ value: { a: [1] } });
});

test("says what does not fit", () => {
  expect(readValue("boolean", "yes")).toEqual({ problem: "Write true or false." });
  expect(readValue("number", " ")).toEqual({ problem: "This is not a number." });
  expect(readValue("object", "3")).toHaveProperty("problem");
  expect(readValue("object", "{")).toHaveProperty("problem");
});

test("gives the quiet colour to the variant that changes nothing", () => {
  const variants = [
    { key: "on", value: true },
    { key: "off", value: false },
  ];
  expect(hueIndex({ variants }, "off")).toBe(0);
  expect(hueIndex({ variants }, "on")).toBe(1);
  const typed = firstVariants("boolean");
  expect(typed.map((_, index) => typedHueIndex("boolean", typed, index))).toEqual([1, 0]);
});
