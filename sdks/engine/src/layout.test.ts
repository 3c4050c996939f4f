import { afterEach, describe, expect, test } from "vitest";
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
  const besides = Object.assign(Object.create({ x: "p", y: "q" }) as object, { z: 1 });
  learn(besides);
  expect(evaluate(program, "a", besides as EvaluationContext, { now: 0 })).toMatchObject({
    reason: "DEFAULT",
  });
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

describe("of a context that is like the last one, each member is looked at once, and one is seen to be its own", () => {
  const letters = "abcdefghijklmn";
  const large = Object.fromEntries(letters.split("").map((name, i) => [name, i]));
  /** The members that an evaluation asks a context for, one after the other. */
  const looks = (context: object): string => {
    let names = "";
    const getOwnPropertyDescriptor = (target: object, name: string | symbol) => {
      names += String(name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    };
    serves(new Proxy(context, { getOwnPropertyDescriptor }));
    return names;
  };

  test.each([
    ["all of it asked for", { x: "p", y: "q" }, "xyy"],
    ["in another order", { y: "q", x: "p" }, "yxx"],
    ["others around it", { z: 1, x: "p", y: "q", w: 2 }, "zxywy"],
    ["one of them missing", { x: "p" }, "xxy"],
    ["nothing that is asked for", { z: 1 }, "zxy"],
    ["16 members", { ...large, x: "p", y: "q" }, `${letters}xyy`],
    ["17 members, of which the last is looked up", { ...large, o: 1, x: "p", y: "q" }, `${letters}oxyxy`],
  ])("%s", (_, context, expected) => {
    learn(context);
    expect(looks(context)).toBe(expected);
    expect(looks(context)).toBe(expected);
  });

  test("a form that is new is learned a member at a time", () => {
    learn({ z: 1, w: 1 });
    expect([1, 2, 3].map(() => looks({ x: "p", y: "q" }))).toEqual(["xxy", "xyxy", "xyy"]);
  });

  test("an attribute that a later plan asks for is found in the forms known before", () => {
    const more = compile(
      snapshot(1, [
        flag("a", rule({ attribute: "x", op: "in", values: ["p"] })),
        flag("b", rule({ attribute: "y", op: "in", values: ["q"] })),
      ]),
    );
    for (let i = 0; i < 5; i++) evaluate(more, "a", { x: "p", y: "q" }, { now: 0 });
    for (let i = 0; i < 5; i++)
      expect(evaluate(more, "b", { x: "p", y: "q" }, { now: 0 }).variant).toBe("on");
    let asked = "";
    const get = (target: object, name: string | symbol): unknown => {
      asked += String(name);
      return Reflect.get(target, name);
    };
    evaluate(more, "b", new Proxy<EvaluationContext>({ x: "p", y: "q" }, { get }), { now: 0 });
    expect(asked).toBe("xy");
  });
});
