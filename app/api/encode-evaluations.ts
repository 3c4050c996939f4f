import type { Evaluation } from "@guidon/engine";
import type { LiveEnvironment } from "#app/platform/context.ts";
import { ofrepEvaluation } from "./ofrep.ts";

type Outcome = Omit<Evaluation, "draws" | "unit" | "validUntil">;
type Serialise = (key: string, outcome: Outcome) => string;

/** The JSON of one outcome of a flag, and what tells it from the flag's others: the rest of an outcome follows from these. */
interface Piece {
  readonly variant: string | null;
  readonly reason: Evaluation["reason"];
  readonly ruleIndex: number | undefined;
  readonly detail: Evaluation["detail"] | undefined;
  readonly errorCode: Evaluation["errorCode"] | undefined;
  readonly experiment: Evaluation["experiment"] | undefined;
  /** Whole, and with a comma in front. */
  readonly text: string;
  /** Up to where the bucket of a plain split comes, whose place is at the end. */
  readonly drawn: string;
}

/**
 * An answer for a thousand flags has a few thousand pieces that it can be made of: which variant by which rule. Each is
 * serialised once a revision, and answers are joined from them. Buckets and times are a call's own and are written
 * behind; the engine puts them last, so what comes out is what `JSON.stringify` would make of the whole.
 */
class Pieces {
  private readonly flags = new Map<string, Piece[]>();
  private readonly serialise: Serialise;

  constructor(serialise: Serialise) {
    this.serialise = serialise;
  }

  of(key: string, evaluation: Evaluation): Piece {
    const pieces = this.flags.get(key);
    if (pieces !== undefined) {
      for (let i = 0; i < pieces.length; i++) {
        const piece = pieces[i] as Piece;
        if (
          piece.variant === evaluation.variant &&
          piece.ruleIndex === evaluation.ruleIndex &&
          piece.reason === evaluation.reason &&
          piece.detail === evaluation.detail &&
          piece.experiment === evaluation.experiment &&
          piece.errorCode === evaluation.errorCode
        )
          return piece;
      }
    }
    const { draws: _, unit: __, validUntil: ___, ...outcome } = evaluation;
    const { variant, reason, ruleIndex, detail, errorCode, experiment } = outcome;
    const text = `,${this.serialise(key, outcome)}`;
    const drawn = `${text.slice(0, -1)},"draws":{"gates":[],"split":`;
    const piece = { variant, reason, ruleIndex, detail, errorCode, experiment, text, drawn };
    // A flag that is not there has any name that somebody thinks of: those are not kept.
    if (errorCode === "FLAG_NOT_FOUND") return piece;
    if (pieces === undefined) this.flags.set(key, [piece]);
    else pieces.push(piece);
    return piece;
  }
}

interface Writers {
  readonly plain: Pieces;
  readonly ofrep: Pieces;
}

const writers = new WeakMap<LiveEnvironment, Writers>();

function writersOf(live: LiveEnvironment): Writers {
  const present = writers.get(live);
  if (present !== undefined) return present;
  const made = {
    plain: new Pieces((key, outcome) => `${JSON.stringify(key)}:${JSON.stringify(outcome)}`),
    ofrep: new Pieces((key, outcome) => JSON.stringify(ofrepEvaluation(key, outcome))),
  };
  writers.set(live, made);
  return made;
}

/** The members of a JSON object, flag by flag in the order given: `"a":{…},"b":{…}`. */
export function encodeEvaluations(
  live: LiveEnvironment,
  evaluations: ReadonlyMap<string, Evaluation>,
): string {
  const { plain } = writersOf(live);
  let text = "";
  evaluations.forEach((evaluation, key) => {
    const piece = plain.of(key, evaluation);
    const { draws, unit, validUntil } = evaluation;
    const isPlain = unit === undefined && validUntil === undefined;
    if (isPlain && draws?.split !== undefined && draws.gates.length === 0)
      text += `${piece.drawn}${draws.split}}}`;
    else if (isPlain && draws === undefined) text += piece.text;
    else text += `${piece.text.slice(0, -1)},${JSON.stringify({ draws, unit, validUntil }).slice(1)}`;
  });
  return text.slice(1);
}

/** The elements of a JSON array, in OFREP's form. */
export function encodeOfrepEvaluations(
  live: LiveEnvironment,
  evaluations: ReadonlyMap<string, Evaluation>,
): string {
  const { ofrep } = writersOf(live);
  let text = "";
  evaluations.forEach((evaluation, key) => {
    text += ofrep.of(key, evaluation).text;
  });
  return text.slice(1);
}
