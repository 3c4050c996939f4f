import { expect, test } from "vitest";
import { fieldMessage, formMessage, type ProblemView } from "./problem-view.ts";

const problem = (fields: ProblemView["fields"], detail: string | null = null): ProblemView => ({
  code: "invalid_input",
  status: 422,
  title: "Some fields are not valid",
  detail,
  fields,
  requestId: "r",
});

test("a message about something inside a field is shown at the field", () => {
  const inside = problem([{ pointer: "/variants/1/key", message: "There are two." }]);
  expect(fieldMessage(inside, "/variants")).toBe("There are two.");
  expect(fieldMessage(inside, "/var")).toBeUndefined();
});

test("the form says only what no field says", () => {
  const both = problem([
    { pointer: "/key", message: "Taken." },
    { pointer: "/rules/0", message: "Unknown variant." },
  ]);
  expect(formMessage(both, ["/key"])).toBe("Unknown variant.");
  expect(formMessage(both, ["/key", "/rules"])).toBeUndefined();
  expect(formMessage(problem([], "The flag is archived."), ["/key"])).toBe("The flag is archived.");
});
