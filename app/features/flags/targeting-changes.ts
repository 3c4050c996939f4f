import type { Rule, Serve, Target } from "@guidon/engine";
import { conditionWords } from "./condition-words.ts";
import { formatPercent, movedBetween, sharesOf } from "./split-shares.ts";
import type { Targeting } from "./targeting.ts";

/** One difference between two targetings, in words. */
export interface TargetingChange {
  readonly kind: "added" | "removed" | "changed";
  readonly words: string;
}

/** What a reader must know about the way from one targeting to another, in the order of the evaluation path. */
export function describeChanges(before: Targeting, after: Targeting): TargetingChange[] {
  return [
    ...scalarChanges(before, after),
    ...listChanges(
      "prerequisite",
      before.prerequisites.map(prerequisiteWords),
      after.prerequisites.map(prerequisiteWords),
    ),
    ...listChanges("target", targetWords(before.targets), targetWords(after.targets)),
    ...ruleChanges(before.rules, after.rules),
    ...changed(
      "everyone else",
      serveWords(before.fallthrough),
      serveWords(after.fallthrough),
      moved(before.fallthrough, after.fallthrough),
    ),
  ];
}

/** What a serve gives, in words: a variant, or every variant with its share. */
export function serveWords(serve: Serve): string {
  if ("variant" in serve) return serve.variant;
  const { split } = serve;
  const parts = sharesOf(split.slices, [])
    .map((share) => `${formatPercent(share.size)} ${share.variant ?? "goes on"}`)
    .join(", ");
  const gates = (split.gates ?? []).map((gate) => {
    const size = gate.ranges.reduce((sum, [from, to]) => sum + to - from, 0);
    return `of ${formatPercent(size)} ${gate.kind}`;
  });
  const by = split.by.length === 1 && split.by[0] === "targetingKey" ? "" : ` by ${split.by.join(", else ")}`;
  return [parts, ...gates].join(" ") + by;
}

export function ruleTitle(rule: Rule, index: number): string {
  return rule.name === undefined ? `rule ${index + 1}` : `rule ${index + 1} “${rule.name}”`;
}

function scalarChanges(before: Targeting, after: Targeting): TargetingChange[] {
  const changes: TargetingChange[] = [];
  if (
    before.kill?.variant !== after.kill?.variant ||
    (before.kill === undefined) !== (after.kill === undefined)
  ) {
    changes.push({
      kind: "changed",
      words:
        after.kill === undefined
          ? "kill switch lifted"
          : `killed: serves ${after.kill.variant ?? "the code default"}`,
    });
  }
  if (before.on !== after.on)
    changes.push({ kind: "changed", words: after.on ? "switched on" : "switched off" });
  return [
    ...changes,
    ...changed("when off", before.offVariant ?? "the code default", after.offVariant ?? "the code default"),
  ];
}

function prerequisiteWords(each: Targeting["prerequisites"][number]): string {
  return `${each.flag} serves ${each.variants.join(" or ")}${each.acceptOff === true ? " (also while off)" : ""}`;
}

function targetWords(targets: readonly Target[]): string[] {
  return targets.flatMap((target) =>
    target.keys.map(
      (key) => `${target.by === "targetingKey" ? "" : `${target.by} `}${key} gets ${target.variant}`,
    ),
  );
}

function listChanges(noun: string, before: readonly string[], after: readonly string[]): TargetingChange[] {
  const gone = before.filter((words) => !after.includes(words));
  const come = after.filter((words) => !before.includes(words));
  return [
    ...gone.map((words): TargetingChange => ({ kind: "removed", words: `${noun} removed: ${words}` })),
    ...come.map((words): TargetingChange => ({ kind: "added", words: `${noun} added: ${words}` })),
  ];
}

function ruleChanges(before: readonly Rule[], after: readonly Rule[]): TargetingChange[] {
  const changes: TargetingChange[] = [];
  for (const [index, rule] of before.entries()) {
    if (after.some((other) => other.id === rule.id)) continue;
    changes.push({ kind: "removed", words: `${ruleTitle(rule, index)} removed` });
  }
  for (const [index, rule] of after.entries()) {
    const was = before.find((other) => other.id === rule.id);
    const title = ruleTitle(rule, index);
    if (was === undefined) {
      const words = `${title} added: ${conditionWords(rule.when)} → ${serveWords(rule.serve)}`;
      changes.push({ kind: "added", words });
      continue;
    }
    if (was.name !== rule.name) {
      changes.push({ kind: "changed", words: `rule ${index + 1} named “${rule.name ?? ""}”` });
    }
    changes.push(...changed(title, conditionWords(was.when), conditionWords(rule.when)));
    const serve = changed(title, serveWords(was.serve), serveWords(rule.serve), moved(was.serve, rule.serve));
    changes.push(...serve);
  }
  const kept = (list: readonly Rule[], other: readonly Rule[]) =>
    list.filter((rule) => other.some((each) => each.id === rule.id)).map((rule) => rule.id);
  if (kept(before, after).join() !== kept(after, before).join()) {
    const names = after.map((rule) => rule.name ?? rule.id).join(", ");
    changes.push({ kind: "changed", words: `rules reordered: ${names}` });
  }
  return changes;
}

function changed(where: string, before: string, after: string, note = ""): TargetingChange[] {
  return before === after ? [] : [{ kind: "changed", words: `${where}: ${before} → ${after}${note}` }];
}

/** Users that get something else although they are in the same split. */
function moved(before: Serve, after: Serve): string {
  if (!("split" in before) || !("split" in after) || before.split.seed !== after.split.seed) return "";
  const size = movedBetween(before.split.slices, after.split.slices);
  return size === 0 ? "" : ` (moves ${formatPercent(size)} of it)`;
}
