import {
  compile,
  explain,
  type EvaluationContext,
  type Explanation,
  type FlagDocument,
  type Snapshot,
} from "@guidon/engine";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import type { ListName } from "#app/features/publishing/lists.ts";
import type { Surroundings } from "./surroundings.ts";

export type WhyAnswer =
  | {
      readonly kind: "answer";
      readonly explanation: Explanation;
      readonly microseconds: number;
      /** Some draw is in another system's units, which the steps do not tell. */
      readonly foreign: boolean;
    }
  | { readonly kind: "refused"; readonly message: string };

export interface WhyInput {
  readonly surroundings: Surroundings;
  readonly document: FlagDocument;
  readonly context: EvaluationContext;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Lists that travel apart, as far as they are known. */
  readonly lists: (segment: string, list: ListName) => ReadonlySet<string> | undefined;
}

/** Runs the one engine on the document as it stands in the editor, saved or not. */
export function askWhy({ surroundings, document, context, now, lists }: WhyInput): WhyAnswer {
  const flags = [...surroundings.flags.filter((flag) => flag.key !== document.key), document];
  const snapshot: Snapshot = {
    format: 1,
    environment: surroundings.environment,
    revision: surroundings.revision,
    publishedAt: new Date(now).toISOString(),
    counts: {
      flags: flags.length,
      segments: surroundings.segments.length,
      archived: surroundings.archived.length,
    },
    checksum: "",
    flags: flags.sort((a, b) => (a.key < b.key ? -1 : 1)),
    segments: surroundings.segments,
    archived: surroundings.archived,
  };
  const program = compile(snapshot, { matcher, hasher, lists });
  const broken = program.quarantined.find((each) => each.kind === "flag" && each.key === document.key);
  if (broken !== undefined) {
    return { kind: "refused", message: broken.problems[0]?.message ?? "This draft cannot be evaluated yet." };
  }
  const explanation = explain(program, document.key, context, { now });
  const microseconds = timed(() => explain(program, document.key, context, { now }));
  return { kind: "answer", explanation, microseconds, foreign: hasForeignDraws(document) };
}

function hasForeignDraws({ rules, fallthrough }: FlagDocument): boolean {
  return [...rules.map(({ serve }) => serve), fallthrough].some(
    (serve) =>
      "split" in serve && [serve.split, ...(serve.split.gates ?? [])].some(({ hash }) => hash !== undefined),
  );
}

/** A call that something else held up is not to be taken for all of them. */
const fewestCalls = 20;

/** Browsers blur their clock to a tenth of a millisecond, so one call is too short to time: as many as fit into a whole one. */
function timed(call: () => unknown): number {
  const started = performance.now();
  let calls = 0;
  let elapsed: number;
  do {
    call();
    calls += 1;
    elapsed = performance.now() - started;
  } while (calls < fewestCalls || (elapsed < 1 && calls < 2000));
  return (elapsed / calls) * 1000;
}
