import type { Clause, Condition, Sample } from "@guidon/engine";
import type { ReactNode } from "react";
import { Pill } from "#app/ui/pill.tsx";
import { toGroup, toRow, type Core, type Join, type Row } from "./condition-rows.ts";
import { momentWords } from "./instant-text.ts";
import { operatorWords } from "./operator-words.ts";

/** A condition to read: a line for each part. */
export function ConditionView({ condition }: { readonly condition: Condition }) {
  const { join, parts } = toGroup(condition);
  if (parts.length === 0)
    return <p className="text-ink-2">{join === "all" ? "if anyone asks" : "for nobody"}</p>;
  return <Parts join={join} parts={parts} />;
}

function Parts({ join, parts }: { readonly join: Join; readonly parts: readonly Condition[] }) {
  return (
    <ul className="grid gap-1.5">
      {parts.map((part, index) => (
        // Parts have no name of their own; their place tells them apart.
        // eslint-disable-next-line react/no-array-index-key
        <li key={index} className="flex items-baseline gap-x-1.75">
          <Joint index={index} join={join} />
          <RowView row={toRow(part)} />
        </li>
      ))}
    </ul>
  );
}

export function Joint({ index, join }: { readonly index: number; readonly join: Join }) {
  return (
    <span className="w-6.5 shrink-0 text-right text-xs text-ink-3">
      {index === 0 ? "if" : join === "all" ? "and" : "or"}
    </span>
  );
}

const wrapperWords = { not: "not", known: "known to hold:" } as const;

function RowView({ row }: { readonly row: Row }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-1.75 gap-y-1">
      {row.wrappers.map((wrapper, index) => (
        // eslint-disable-next-line react/no-array-index-key
        <span key={index} className="text-sm text-ink-2 italic">
          {wrapperWords[wrapper]}
        </span>
      ))}
      <CoreView core={row.core} negated={row.negated} />
    </div>
  );
}

function CoreView({ core, negated }: { readonly core: Core; readonly negated: boolean }) {
  switch (core.kind) {
    case "clause":
      return <ClauseView clause={core.clause} negated={negated} />;
    case "segment":
      return (
        <>
          <span className="text-ink-2">is {negated && "not "}in segment</span>
          <Pill mono>{core.segment === "" ? "…" : core.segment}</Pill>
        </>
      );
    case "flag":
      return (
        <>
          <span className="text-ink-2">flag</span>
          <Pill mono>{core.flag === "" ? "…" : core.flag}</Pill>
          <span className="text-ink-2">{negated ? "does not serve" : "serves"}</span>
          {core.variants.map((variant, index) => (
            <span key={variant} className="contents">
              {index > 0 && <span className="text-ink-2">or</span>}
              <Pill>{variant}</Pill>
            </span>
          ))}
        </>
      );
    case "sample":
      return (
        <>
          <span className="text-ink-2">is {negated && "not "}among</span>
          <Pill>{sampleWords(core.sample)}</Pill>
          <span className="text-ink-2">of everybody, drawn by</span>
          <Pill mono>{core.sample.by.join(", else ")}</Pill>
        </>
      );
    case "some":
      return (
        <>
          <span className="text-ink-2">{negated ? "no" : "some"} element of</span>
          <Pill mono>{core.attribute === "" ? "…" : core.attribute}</Pill>
          <span className="text-ink-2">is one for which</span>
          <Nested>
            <Parts {...toGroup(core.where)} />
          </Nested>
        </>
      );
    case "group":
      return (
        <>
          {negated && <span className="text-ink-2">{core.join === "any" ? "none of" : "not all of"}</span>}
          <Nested>
            {core.parts.length === 0 ? (
              <span className="text-ink-2">{core.join === "all" ? "always" : "never"}</span>
            ) : (
              <Parts join={core.join} parts={core.parts} />
            )}
          </Nested>
        </>
      );
  }
}

function Nested({ children }: { readonly children: ReactNode }) {
  return <div className="basis-full rounded-md border-l-2 border-line bg-bg py-1.5 pr-2">{children}</div>;
}

function sampleWords({ ranges, hash }: Sample): string {
  const whole = hash?.reduce.size ?? 100_000;
  const [only] = ranges;
  const percent = (bucket: number) => `${Math.round((bucket / whole) * 100_000) / 1000} %`;
  return ranges.length === 1 && only?.[0] === 0
    ? percent(only[1])
    : ranges.map(([from, to]) => `${percent(from)} – ${percent(to)}`).join(", ");
}

const manyValues = 8;

function ClauseView({ clause, negated }: { readonly clause: Clause; readonly negated: boolean }) {
  const { op, values } = clause;
  const words = operatorWords[op];
  const shown = values.slice(0, manyValues);
  const more = values.length - shown.length;
  const mixed = new Set(values.map((value) => typeof value)).size > 1;
  const valueWords = (value: Clause["values"][number]) =>
    words.values === "instant" ? momentWords(value) : mixed ? JSON.stringify(value) : String(value);
  return (
    <>
      <Pill mono>{clause.attribute === "" ? "…" : clause.attribute}</Pill>
      <span className="text-ink-2">{negated ? words.not : words.words}</span>
      {shown.map((value, index) => (
        <span key={`${typeof value}:${String(value)}`} className="contents">
          {index > 0 && op === "between" && <span className="text-ink-2">and</span>}
          <Pill mono>{value === "" ? "“”" : valueWords(value)}</Pill>
        </span>
      ))}
      {more > 0 && (
        <span className="text-sm text-ink-2" title={values.slice(manyValues).map(String).join(", ")}>
          and {more} more
        </span>
      )}
      {op.startsWith("size") && <span className="text-ink-2">elements</span>}
      {clause.ignoreCase === true && <span className="text-sm text-ink-3">ignoring case</span>}
      {clause.quantifier === "all" && <span className="text-sm text-ink-3">for every element</span>}
    </>
  );
}
