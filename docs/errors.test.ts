import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { problemCatalogue, type ProblemCode } from "#app/platform/problem.ts";

const page = readFileSync(new URL("errors.md", import.meta.url), "utf8");
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf("\n")), section]),
);

test("the page has a section for each code, in the order of the catalogue, and no other", () => {
  expect([...sections.keys()]).toEqual(Object.keys(problemCatalogue));
});

test.for(Object.entries(problemCatalogue))("%s is told with its status and title", ([code, entry]) => {
  expect(sections.get(code)).toContain(`\n**${entry.status}** ${entry.title}.\n`);
});

test.for(Object.keys(problemCatalogue) as ProblemCode[])(
  "the example of %s is a document of that code",
  (code) => {
    const example = /```json\n(.*?)```/s.exec(sections.get(code) ?? "")?.[1] ?? "{}";
    expect(JSON.parse(example)).toMatchObject({
      type: `/docs/errors#${code}`,
      code,
      ...problemCatalogue[code],
    });
  },
);
