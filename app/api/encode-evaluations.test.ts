import { caseFiles } from "@guidon/conformance";
import {
  compile,
  evaluate,
  evaluateAll,
  type Evaluation,
  type EvaluationContext,
  type Snapshot,
} from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LiveEnvironment } from "#app/platform/context.ts";
import { encodeEvaluations, encodeOfrepEvaluations } from "./encode-evaluations.ts";
import { ofrepEvaluation } from "./ofrep.ts";

function serve(snapshot: Snapshot): LiveEnvironment {
  const program = compile(snapshot, { matcher, hasher });
  return {
    id: "environment",
    name: snapshot.environment,
    revision: snapshot.revision,
    snapshot,
    program,
    lists: new Map(),
  };
}

/** What is said of the evaluations one by one, without any piece being used twice. */
function byTheBook(evaluations: ReadonlyMap<string, Evaluation>): { plain: string; ofrep: string } {
  const each = [...evaluations];
  return {
    plain: each.map(([key, evaluation]) => `${JSON.stringify(key)}:${JSON.stringify(evaluation)}`).join(","),
    ofrep: each.map(([key, evaluation]) => JSON.stringify(ofrepEvaluation(key, evaluation))).join(","),
  };
}

function written(live: LiveEnvironment, evaluations: ReadonlyMap<string, Evaluation>) {
  return {
    plain: encodeEvaluations(live, evaluations),
    ofrep: encodeOfrepEvaluations(live, evaluations),
  };
}

describe("answers joined from pieces are byte for byte what JSON.stringify writes", () => {
  test("for every conformance case, with the pieces of the cases before it", () => {
    for (const { snapshot, cases } of caseFiles) {
      const live = serve(snapshot);
      for (const { context, now } of cases) {
        for (const clientOnly of [false, true]) {
          const evaluations = evaluateAll(live.program, context, { now: Date.parse(now), clientOnly });
          expect(written(live, evaluations)).toEqual(byTheBook(evaluations));
        }
      }
    }
  });

  test.each(["splits", "outcomes", "quarantine"])(
    "%s: for any unit, flags in any order, also unknown ones",
    (name) => {
      const file = caseFiles.find((each) => each.name === name)!;
      const live = serve(file.snapshot);
      const keys = [...live.program.flags.keys(), "nobody's", "__proto__", '"', "7"];
      const unit = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
      fc.assert(
        fc.property(fc.array(fc.record({ unit, asked: fc.shuffledSubarray(keys) })), (calls) => {
          for (const { unit: targetingKey, asked } of calls) {
            const context = { targetingKey } as EvaluationContext;
            const evaluations = new Map(
              asked.map((key) => [key, evaluate(live.program, key, context, { now: 5 })]),
            );
            expect(written(live, evaluations)).toEqual(byTheBook(evaluations));
          }
        }),
      );
    },
  );
});
