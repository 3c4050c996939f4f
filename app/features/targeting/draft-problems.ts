import type { Serve } from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { validate } from "@guidon/engine/validate";
import { conditionProblems, type Named } from "#app/features/conditions/condition-problems.ts";
import type { FieldProblem } from "#app/platform/problem.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import { toDocument, type Targeting } from "./targeting.ts";

/**
 * What must be mended before a draft can be saved, by JSON Pointers into it. First what is not filled in yet, in words
 * for that; then what else the engine has against it. The server checks again, with all that is around it.
 */
export function draftProblems(flag: TargetedFlag, draft: Targeting, named: Named = {}): FieldProblem[] {
  const own = [
    ...draft.prerequisites.flatMap(({ flag: key, variants }, index) =>
      conditionProblems({ flag: key, variants }, named).map((each) => ({
        ...each,
        pointer: `/prerequisites/${index}${each.pointer}`,
      })),
    ),
    ...draft.targets.flatMap(({ by, keys }, index) => [
      ...(by.trim() === "" ? [{ pointer: `/targets/${index}/by`, message: "Name the attribute." }] : []),
      ...(keys.length === 0
        ? [{ pointer: `/targets/${index}/keys`, message: "Add at least one key, or remove the target." }]
        : []),
    ]),
    ...draft.rules.flatMap(({ when, serve }, index) => [
      ...conditionProblems(when, named).map((each) => ({
        ...each,
        pointer: `/rules/${index}/when${each.pointer}`,
      })),
      ...serveProblems(serve, `/rules/${index}/serve`),
    ]),
    ...serveProblems(draft.fallthrough, "/fallthrough"),
  ];
  const more = validate(toDocument(flag, draft), { matcher, hasher })
    .filter(({ pointer }) => !own.some((each) => isWithin(pointer, each.pointer)))
    .map(({ pointer, message }) => ({ pointer, message }));
  return [...own, ...more];
}

function serveProblems(serve: Serve, pointer: string): FieldProblem[] {
  if ("variant" in serve) return [];
  const { by, gates = [] } = serve.split;
  const nameless = (paths: readonly string[]) =>
    paths.length === 0 || paths.some((path) => path.trim() === "");
  return [
    ...(nameless(by) ? [{ pointer: `${pointer}/split/by`, message: "Name the attribute to split by." }] : []),
    ...gates.flatMap((gate, index) =>
      nameless(gate.by)
        ? [{ pointer: `${pointer}/split/gates/${index}/by`, message: "Name the attribute to draw by." }]
        : [],
    ),
  ];
}

/** One place is the other, or the one is inside of the other. */
function isWithin(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}
