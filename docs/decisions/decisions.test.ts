import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const records = readdirSync(new URL(".", import.meta.url)).filter((name) => /^\d{4}-.*\.md$/.test(name));

test("the list names each record once, in order, and no other", () => {
  const listed = [...read("README.md").matchAll(/^- \[(\d{4})\]\((\S+)\)/gm)].map(([, number, file]) => ({
    number,
    file,
  }));
  expect(listed).toEqual(records.map((file) => ({ number: file.slice(0, 4), file })));
});

test.for(records)("%s says what was known, what was decided and what follows", (file) => {
  const headings = [...read(file).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(expect.arrayContaining(["Context", "Decision", "Consequences"]));
});
