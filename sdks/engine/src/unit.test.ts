import { expect, test } from "vitest";
import { caseFiles } from "@guidon/conformance";
import type { ExplanationStep } from "./explanation.ts";
import { compile, evaluate, explain, unitOf } from "./index.ts";
import { matcher } from "./matcher.ts";
import { hasher } from "./profiles.ts";

/** The last split that was entered and decided, as the explanation tells it. */
function decidingSplit(steps: readonly ExplanationStep[]) {
  return steps
    .filter(({ step }) => step === "rule" || step === "fallthrough")
    .flatMap((step) => ("steps" in step ? step.steps : []))
    .findLast((step) => step.step === "split" && step.outcome === "served");
}

test("names the attribute and the value that the explanation names, in every case of the law", () => {
  let found = 0;
  for (const { snapshot, cases } of caseFiles) {
    const program = compile(snapshot, { matcher, hasher });
    for (const { flag, context, now, type } of cases) {
      const options = { now: Date.parse(now), ...(type && { type }) };
      const evaluation = evaluate(program, flag, context, options);
      const split = decidingSplit(explain(program, flag, context, options).steps);
      const { path, unit } = split?.step === "split" ? split : {};
      const told = path === undefined || unit === undefined ? undefined : { path, value: unit };
      expect(unitOf(program, flag, evaluation, context), `${flag} ${JSON.stringify(context)}`).toEqual(told);
      if (told !== undefined) found += 1;
    }
  }
  expect(found).toBeGreaterThan(50);
});
