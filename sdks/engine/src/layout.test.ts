import { afterEach, expect, test } from "vitest";
import { compile, evaluate, type Condition, type EvaluationContext } from "./index.ts";
import { flag, rule, snapshot } from "./shop.fixture.ts";

const when: Condition = {
  all: [
    { attribute: "x", op: "in", values: ["p"] },
    { attribute: "y", op: "in", values: ["q"] },
  ],
};
const program = compile(snapshot(1, [flag("a", rule(when))]));
const serves = (context: object): string | null =>
  evaluate(program, "a", context as EvaluationContext, { now: 0 }).variant;
/** Until a context of this form has nothing new. */
const learn = (context: object): void => {
  for (let i = 0; i < 20; i++) serves(context);
};

afterEach(() => {
  delete (Object.prototype as { y?: string }).y;
});

test("contexts of other forms than the last one are read all the same", () => {
  learn({ x: "p", y: "q" });
  for (let i = 0; i < 3; i++) {
    expect(serves({ x: "p", y: "q" })).toBe("on");
    expect(serves({ y: "q", x: "p" })).toBe("on");
    expect(serves({ z: 1, x: "p", y: "q" })).toBe("on");
    expect(serves({ x: "p" })).toBe("off");
    expect(serves({ y: "q" })).toBe("off");
  }
});

test("what a context inherits does not count, wherever its form was seen before", () => {
  learn({ x: "p", y: "q" });
  expect(serves(Object.assign(Object.create({ y: "q" }) as object, { x: "p" }))).toBe("off");
  expect(serves(Object.create({ x: "p", y: "q" }) as object)).toBe("off");
  (Object.prototype as { y?: string }).y = "q";
  expect(serves({ x: "p" })).toBe("off");
  expect(serves({ x: "p", y: "q" })).toBe("on");
});

test("a member that throws is nothing, and takes nothing with it", () => {
  const throwing = Object.defineProperty({ x: "p", y: "q" }, "z", {
    enumerable: true,
    get: () => {
      throw new Error("no");
    },
  });
  learn(throwing);
  expect(serves(throwing)).toBe("on");
  const lying = new Proxy({ x: "p", y: "q" }, { getOwnPropertyDescriptor: () => undefined });
  learn(lying);
  expect(serves(lying)).toBe("off");
});

test("what is an array, a text or large is read as ever", () => {
  const large = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`a${i}`, i]));
  learn({ ...large, x: "p", y: "q" });
  expect(serves({ ...large, x: "p", y: "q" })).toBe("on");
  expect(serves(Object.assign([], { x: "p", y: "q" }))).toBe("off");
  expect(serves("xy" as unknown as object)).toBe("off");
  expect(serves(null as unknown as object)).toBe("off");
});
