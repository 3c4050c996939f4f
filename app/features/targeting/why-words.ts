import type { Cause, ExplanationStep, Range } from "@guidon/engine";
import { operatorWords } from "#app/features/conditions/operator-words.ts";
import { formatPercent, WHOLE } from "./split-shares.ts";

/** One line of an explanation. `text` marks code with backticks. */
export interface WhyLine {
  readonly mark: "yes" | "no" | "unknown" | "served";
  readonly text: string;
  readonly notes: readonly string[];
  /** The draws that had a say in it, in their order. */
  readonly draws?: readonly DrawLine[];
}

/** Where somebody was drawn on the line of all buckets, and which part of it counts. */
export interface DrawLine {
  readonly words: string;
  readonly bucket: number;
  readonly ranges: readonly Range[];
  /** What the part serves; undefined for a gate, which only lets in. */
  readonly variant: string | null | undefined;
}

/**
 * The steps in words, in the order they were taken; the switch says nothing while it is on. Of draws in another system's
 * units (`foreign`) there is no line to show.
 */
export function whyLines(steps: readonly ExplanationStep[], foreign = false): WhyLine[] {
  return steps.flatMap((step) => {
    const line = lineOf(step);
    if (line === undefined) return [];
    if (!foreign || !("steps" in step)) return [line];
    return [{ ...line, notes: [...line.notes, ...step.steps.flatMap(foreignNotes)], draws: [] }];
  });
}

function foreignNotes(step: ExplanationStep): string[] {
  if ((step.step !== "gate" && step.step !== "split") || step.bucket === undefined) return [];
  return step.step === "gate"
    ? [`${step.gate} bucket ${step.bucket}: ${step.outcome === "held" ? "inside" : "outside"}`]
    : [`split bucket ${step.bucket} → ${variantWords(step.variant ?? null)}`];
}

function lineOf(step: ExplanationStep): WhyLine | undefined {
  switch (step.step) {
    case "kill":
      return { mark: "served", text: `killed: everyone gets ${variantWords(step.variant)}`, notes: [] };
    case "switch":
      return step.outcome === "on"
        ? undefined
        : {
            mark: "served",
            text: `switched off: everyone gets ${variantWords(step.variant ?? null)}`,
            notes: [],
          };
    case "prerequisite":
      return {
        mark: step.outcome === "met" ? "yes" : "served",
        text:
          step.outcome === "met"
            ? `prerequisite \`${step.flag}\` serves \`${step.served ?? ""}\``
            : `prerequisite \`${step.flag}\` ${prerequisiteFailure(step)}, so the off variant is served`,
        notes: [],
      };
    case "targets":
      return targetsLine(step);
    case "rule":
      return ruleLine(step);
    case "fallthrough":
      return {
        mark: "served",
        text:
          step.outcome === "served"
            ? "no rule served: everyone else"
            : "the split yields nothing: off variant",
        notes: step.steps.flatMap(drawNotes),
        draws: step.steps.flatMap(drawLines),
      };
    default:
      return undefined;
  }
}

function prerequisiteFailure(step: Extract<ExplanationStep, { step: "prerequisite" }>): string {
  if (step.cause === "missing") return "does not exist";
  if (step.cause === "off") return "is switched off";
  if (step.cause === "killed") return "is killed";
  return `serves ${variantWords(step.served ?? null)}, not \`${step.variants.join("` or `")}\``;
}

function targetsLine(step: Extract<ExplanationStep, { step: "targets" }>): WhyLine {
  if (step.outcome === "match") {
    return { mark: "served", text: `\`${step.unit ?? ""}\` is an individual target`, notes: [] };
  }
  return {
    mark: step.unit === undefined ? "unknown" : "no",
    text: step.unit === undefined ? `no \`${step.by}\` to look up targets by` : "not an individual target",
    notes: [],
  };
}

function ruleLine(step: Extract<ExplanationStep, { step: "rule" }>): WhyLine {
  const title = `rule ${step.index + 1}`;
  if (step.outcome === "served" || step.outcome === "passed") {
    const reasons = step.steps.flatMap((inner) => leaves(inner, "true")).slice(0, 4);
    return {
      mark: step.outcome === "served" ? "served" : "no",
      text: `${title}: ${reasons.length === 0 ? "everyone" : reasons.join("; ")}`,
      notes: step.steps.flatMap(drawNotes),
      draws: step.steps.flatMap(drawLines),
    };
  }
  const wanted = step.outcome === "unknown" ? "unknown" : "false";
  const reasons = step.steps.flatMap((inner) => leaves(inner, wanted));
  return {
    mark: step.outcome === "unknown" ? "unknown" : "no",
    text: `${title}: ${reasons[0] ?? "does not hold"}`,
    notes: reasons.length > 1 ? [`and ${reasons.length - 1} more`] : [],
  };
}

/** The lines at the bottom that brought a condition to `outcome`; under a `not` the opposite counts. */
function leaves(step: ExplanationStep, outcome: "true" | "false" | "unknown"): string[] {
  switch (step.step) {
    case "clause":
      return step.outcome === outcome ? [clauseFinding(step)] : [];
    case "not": {
      const opposite = outcome === "true" ? "false" : outcome === "false" ? "true" : "unknown";
      return step.steps.flatMap((inner) => leaves(inner, opposite));
    }
    case "all":
    case "any":
      return step.outcome === outcome ? step.steps.flatMap((inner) => leaves(inner, outcome)) : [];
    case "known":
      return step.steps.flatMap((inner) => leaves(inner, inner.outcome === "unknown" ? "unknown" : outcome));
    case "some":
      return step.outcome === outcome
        ? [`${outcome === "true" ? "some" : "no"} \`${step.attribute}\` fits`]
        : [];
    case "segment":
      return step.outcome === outcome ? [segmentFinding(step)] : [];
    case "flag":
      return step.outcome === outcome
        ? [`flag \`${step.flag}\` serves ${variantWords(step.served ?? null)}`]
        : [];
    case "sample":
      return step.outcome === outcome ? [`sample bucket ${bucketWords(step.bucket)}`] : [];
    default:
      return [];
  }
}

function clauseFinding(step: Extract<ExplanationStep, { step: "clause" }>): string {
  const name = `\`${step.attribute}\``;
  if (step.op === "exists") return `${name} is ${step.outcome === "true" ? "present" : "missing"}`;
  if (step.outcome === "unknown") return `${name} ${causeWords(step.cause, step.value)}`;
  const seen = step.value === undefined ? "nothing" : `\`${short(step.value)}\``;
  const { words, not } = operatorWords[step.op];
  const shown = step.values.map(String);
  const list = shown.length > 3 ? `${shown.slice(0, 2).join(", ")} … (${shown.length})` : shown.join(", ");
  if (step.op === "in") {
    return step.outcome === "true" ? `${name} is ${seen}` : `${name} is ${seen}, not ${list}`;
  }
  return `${name} ${seen} ${step.outcome === "true" ? words : not} ${list}`;
}

function segmentFinding(step: Extract<ExplanationStep, { step: "segment" }>): string {
  if (step.outcome === "true")
    return `in segment \`${step.segment}\`${step.cause === "included" ? " by name" : ""}`;
  if (step.outcome === "false") {
    return `not in segment \`${step.segment}\`${step.cause === "excluded" ? ": excluded by name" : ""}`;
  }
  return `segment \`${step.segment}\` ${causeWords(step.cause, undefined)}`;
}

function causeWords(cause: Cause | undefined, value: unknown): string {
  switch (cause) {
    case "missing":
      return "is missing";
    case "null":
      return "is null, which counts as missing";
    case "reserved":
      return "is reserved";
    case "wrong_type":
      return `is \`${short(value)}\`, of a type this does not compare`;
    case "unparsable":
      return `is \`${short(value)}\`, which cannot be read`;
    case "unit_missing":
      return "has no key to look up";
    default:
      return "is not known";
  }
}

/** What keeps somebody out of a draw; who is drawn is shown on a line. */
function drawNotes(step: ExplanationStep): string[] {
  if (step.step !== "gate" && step.step !== "split") return [];
  if (step.cause !== "unit_missing") return [];
  const by = `no \`${step.by.join("` or `")}\` to draw by`;
  return [step.step === "gate" ? by : `${by}, so the split is skipped`];
}

function drawLines(step: ExplanationStep): DrawLine[] {
  if ((step.step !== "gate" && step.step !== "split") || step.bucket === undefined) return [];
  const at = bucketWords(step.bucket);
  if (step.step === "gate") {
    const size = step.ranges.reduce((sum, [from, to]) => sum + to - from, 0);
    const where = step.outcome === "held" ? "inside" : "outside";
    return [
      {
        words: `${step.gate} bucket ${at}: ${where} ${formatPercent(size)}`,
        bucket: step.bucket,
        ranges: step.ranges,
        variant: undefined,
      },
    ];
  }
  const [, from = 0, to = 0] = step.slice ?? [];
  const range = step.slice === undefined ? "" : `: ${formatPercent(from)} – ${formatPercent(to)}`;
  return [
    {
      words: `split bucket ${at}${range} → ${variantWords(step.variant ?? null)}`,
      bucket: step.bucket,
      ranges: step.slice === undefined ? [] : [[from, to]],
      variant: step.variant ?? null,
    },
  ];
}

function bucketWords(bucket: number | undefined): string {
  return bucket === undefined ? "none" : `${((bucket / WHOLE) * 100).toFixed(3)} %`;
}

function variantWords(variant: string | null): string {
  return variant === null ? "the caller's default" : `\`${variant}\``;
}

function short(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
