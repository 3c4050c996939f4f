import { makeSnapshot } from "@guidon/engine/documents";
import type {
  Condition,
  Evaluation,
  FlagDocument,
  FlagType,
  Json,
  SegmentDocument,
  Snapshot,
} from "@guidon/engine";
import folding from "../cases/folding.json" with { type: "json" };
import hostile from "../cases/hostile.json" with { type: "json" };
import logic from "../cases/logic.json" with { type: "json" };
import matches from "../cases/matches.json" with { type: "json" };
import operators from "../cases/operators.json" with { type: "json" };
import outcomes from "../cases/outcomes.json" with { type: "json" };
import paths from "../cases/paths.json" with { type: "json" };
import quarantine from "../cases/quarantine.json" with { type: "json" };
import questions from "../cases/questions.json" with { type: "json" };
import segments from "../cases/segments.json" with { type: "json" };
import splits from "../cases/splits.json" with { type: "json" };
import time from "../cases/time.json" with { type: "json" };

/** What a case asks of a subject beyond evaluating: `now` that the time can be set, the others what `compile` is handed. */
export type Need = "matcher" | "profiles" | "now" | "type";

/** What must come out. `errorCode`, `detail`, `experiment` and `validUntil` are absent where they are not here (or are null). */
export type Expected = Pick<
  Partial<Evaluation>,
  "value" | "variant" | "reason" | "ruleId" | "ruleIndex" | "draws" | "unit"
> & {
  readonly [K in "errorCode" | "detail" | "experiment" | "validUntil"]?: Evaluation[K] | null;
};

export interface Case {
  readonly name: string;
  /** The line of the law that it proves. */
  readonly law: string;
  readonly flag: string;
  readonly context: { readonly [attribute: string]: Json };
  /** RFC 3339. */
  readonly now: string;
  readonly type?: FlagType;
  readonly needs: readonly Need[];
  readonly expect: Expected;
}

/** Cases that share a snapshot. */
export interface CaseFile {
  readonly name: string;
  readonly title: string;
  readonly snapshot: Snapshot;
  readonly cases: readonly Case[];
}

interface Written {
  readonly title: string;
  readonly now: string;
  readonly needs?: readonly Need[];
  readonly flags?: readonly FlagDocument[];
  readonly segments?: readonly SegmentDocument[];
  readonly archived?: readonly string[];
  readonly cases?: readonly (Omit<Case, "needs" | "now"> & { readonly now?: string })[];
  readonly conditions?: readonly {
    readonly name: string;
    readonly law: string;
    readonly when: Condition;
    readonly cases: readonly {
      readonly context: Case["context"];
      readonly is: "true" | "false" | "unknown";
    }[];
  }[];
}

const WRITTEN: Readonly<Record<string, unknown>> = {
  ...{
    outcomes,
    splits,
    operators,
    folding,
    logic,
    segments,
    paths,
    time,
    quarantine,
    hostile,
    questions,
    matches,
  },
};

/** Every case there is, file by file. */
export const caseFiles: readonly CaseFile[] = Object.entries(WRITTEN).map(([name, written]) =>
  read(name, written as Written),
);

function read(name: string, file: Written): CaseFile {
  const { title, now, needs = [], conditions = [] } = file;
  const probes = conditions.map(({ when }, i) => probe(`condition-${i}`, when));
  const snapshot = makeSnapshot({
    ...{ environment: `conformance/${name}`, revision: 1, publishedAt: now },
    flags: [...(file.flags ?? []), ...probes],
    segments: file.segments ?? [],
    archived: file.archived ?? [],
  });
  const direct = (file.cases ?? []).map((written) => ({
    now,
    ...written,
    needs: written.type ? [...needs, "type" as const] : needs,
  }));
  const asked = conditions.flatMap(({ name: title, law, cases }, i) =>
    cases.map(({ context, is }): Case => {
      const flag = `condition-${i}`;
      return {
        name: `${title} ${JSON.stringify(context).slice(0, 80)}`,
        law,
        flag,
        context,
        now,
        needs,
        expect: { variant: is },
      };
    }),
  );
  return { name, title, snapshot, cases: [...direct, ...asked].map((found) => withValue(found, snapshot)) };
}

/** A flag that serves the variant `true`, `false` or `unknown` as its condition is. */
function probe(key: string, when: Condition): FlagDocument {
  return {
    ...{
      key,
      revision: 1,
      engine: 1,
      type: "string",
      on: true,
      offVariant: "unknown",
      prerequisites: [],
      targets: [],
    },
    variants: ["true", "false", "unknown"].map((truth) => ({ key: truth, value: truth })),
    rules: [
      { id: "true", when, serve: { variant: "true" } },
      { id: "false", when: { not: when }, serve: { variant: "false" } },
    ],
    ...{ fallthrough: { variant: "unknown" }, client: true, metadata: {} },
  };
}

function withValue(found: Case, { flags }: Snapshot): Case {
  const { variant, value } = found.expect;
  const served = flags.find(({ key }) => key === found.flag)?.variants.find(({ key }) => key === variant);
  return served && value === undefined
    ? { ...found, expect: { ...found.expect, value: served.value } }
    : found;
}
