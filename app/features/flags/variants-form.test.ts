import { expect, test } from "vitest";
import { variantsForm } from "./variants-form.ts";
import { rowsOf, schemaText } from "./variants.ts";

const sent = { expectedVersion: "1.3", comment: "", type: "object" as const, schema: "" };

test("reads again what it wrote", () => {
  const variants = [
    { key: "none", value: {} },
    { key: "winter", value: { title: "Wrapped", sizes: [1, 2] } },
  ];
  const schema = { type: "object" };
  const read = variantsForm.parse({
    ...sent,
    variants: rowsOf({ type: "object", variants }),
    schema: schemaText(schema),
  });
  expect(read).toMatchObject({ variants, schema });
  expect(rowsOf({ type: "string", variants: [{ key: "a", value: '"' }] })).toEqual([{ key: "a", text: '"' }]);
  expect(variantsForm.parse({ ...sent, variants: [] }).schema).toBeNull();
});

test.each([
  [{ variants: [{ key: "a b", text: "{}" }] }, ["variants", 0, "key"]],
  [{ variants: [{ key: "a", text: "{" }] }, ["variants", 0, "value"]],
  [{ variants: [{ key: "a", text: "1" }] }, ["variants", 0, "value"]],
  [{ variants: [], schema: "[]" }, ["schema"]],
  [{ variants: [], schema: "{" }, ["schema"]],
])("says where %j is wrong", (parts, path) => {
  expect(variantsForm.safeParse({ ...sent, ...parts }).error?.issues).toMatchObject([{ path }]);
});
