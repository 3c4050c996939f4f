import { expect, test } from "vitest";
import { misfits } from "./json-schema.server.ts";

const schema = {
  type: "object",
  required: ["colour"],
  properties: { colour: { $ref: "#/$defs/colour" }, sizes: { type: "array", items: { type: "number" } } },
  additionalProperties: false,
  $defs: { colour: { enum: ["red", "blue"] } },
};

test("says where a value does not fit, and nothing where it does", async () => {
  const values = [{ colour: "red", sizes: [1, 2] }, { colour: "green", sizes: [1, "2"] }, {}];
  const found = await misfits(schema, values, "/schema");
  expect(found.map(({ index, pointer }) => [index, pointer])).toEqual([
    [1, "/colour"],
    [1, "/sizes/1"],
    [2, ""],
  ]);
});

test("refuses a schema that leans on something outside, and what is no schema", async () => {
  const outside = { properties: { a: { $ref: "https://example.com/schema.json" } } };
  await expect(misfits(outside, [{}], "/schema")).rejects.toMatchObject({
    fields: [{ pointer: "/schema/properties/a/$ref" }],
  });
  await expect(misfits({ $ref: "#/nowhere" }, [{}], "/schema")).rejects.toMatchObject({
    fields: [{ pointer: "/schema" }],
  });
});

test("gives up on schemas that take for ever, by a pattern, by doubling or by going round", async () => {
  const doubling = {
    $ref: "#/$defs/d40",
    $defs: Object.fromEntries(
      Array.from({ length: 41 }, (_, i) => [
        `d${i}`,
        i === 0
          ? { type: "object" }
          : { allOf: [{ $ref: `#/$defs/d${i - 1}` }, { $ref: `#/$defs/d${i - 1}` }] },
      ]),
    ),
  };
  const backtracking = { properties: { a: { pattern: "^(a+)+$" } } };
  const round = { $ref: "#" };
  const text = { a: `${"a".repeat(50)}!` };
  for (const endless of [doubling, backtracking, round])
    await expect(misfits(endless, [text], "/schema")).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ pointer: "/schema" }],
    });
}, 20_000);
