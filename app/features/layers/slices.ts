import type { Gate, Range, Serve, Snapshot, Split } from "@guidon/engine";
import type { Targeting } from "#app/features/targeting/targeting.ts";
import { invalid } from "#app/platform/problem.ts";
import { merged, sizeOf, WHOLE, without } from "./ranges.ts";
import { isGateOf, type SharedDraw } from "./shared-draw.ts";

/** What a flag's splits have of a draw. */
export interface HeldSlice {
  readonly flag: string;
  readonly ranges: readonly Range[];
}

type Drawn = Pick<SharedDraw, "kind" | "seed">;

/** Who holds what of a draw, in the order of the keys. */
export function slicesOf(draw: Drawn, flags: Snapshot["flags"]): HeldSlice[] {
  return flags.flatMap((flag) => {
    const gates = gatesOf(draw, flag);
    return gates.length === 0
      ? []
      : [{ flag: flag.key, ranges: merged(gates.flatMap(({ ranges }) => ranges)) }];
  });
}

/** The gates of the draw in all splits of a flag. */
export function gatesOf(draw: Drawn, flag: Pick<Targeting, "rules" | "fallthrough">): Gate[] {
  return [...flag.rules.map(({ serve }) => serve), flag.fallthrough].flatMap((serve) =>
    "split" in serve ? (serve.split.gates ?? []).filter((gate) => isGateOf(draw, gate)) : [],
  );
}

/** The same targeting with other gates at the split of a rule, or (undefined) of the fallthrough. */
export function withGates(
  targeting: Targeting,
  rule: string | undefined,
  change: (gates: readonly Gate[]) => readonly Gate[],
): Targeting {
  const changed = (serve: Serve): Serve => ({ split: regated(splitOf(serve, rule), change) });
  if (rule === undefined) return { ...targeting, fallthrough: changed(targeting.fallthrough) };
  if (!targeting.rules.some(({ id }) => id === rule))
    throw invalid("/rule", `The flag has no rule "${rule}" here.`);
  return {
    ...targeting,
    rules: targeting.rules.map((each) => (each.id === rule ? { ...each, serve: changed(each.serve) } : each)),
  };
}

/** The gates at the split of a rule, or of the fallthrough. */
export function gatesAt(targeting: Targeting, rule: string | undefined): readonly Gate[] {
  const serve =
    rule === undefined ? targeting.fallthrough : targeting.rules.find(({ id }) => id === rule)?.serve;
  return serve === undefined || "variant" in serve ? [] : (serve.split.gates ?? []);
}

function splitOf(serve: Serve, rule: string | undefined): Split {
  if ("split" in serve) return serve.split;
  throw invalid(
    "/rule",
    `${rule === undefined ? "The fallthrough" : `Rule ${rule}`} serves one variant to all. Give it a split first.`,
  );
}

function regated(split: Split, change: (gates: readonly Gate[]) => readonly Gate[]): Split {
  const { gates = [], ...rest } = split;
  const next = change(gates);
  return next.length === 0 ? rest : { ...rest, gates: next };
}

/** Of all units, how many enter a split after a change that did not before, and the other way round, in per cent. */
export function movedUnits(
  before: readonly Range[] | undefined,
  after: readonly Range[] | undefined,
): { readonly entering: number; readonly leaving: number } {
  const whole: readonly Range[] = [[0, WHOLE]];
  const [was, is] = [before ?? whole, after ?? whole];
  return {
    entering: (sizeOf(without(is, was)) * 100) / WHOLE,
    leaving: (sizeOf(without(was, is)) * 100) / WHOLE,
  };
}
