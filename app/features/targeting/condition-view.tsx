import type { Clause, Condition } from "@guidon/engine";
import { Pill } from "#app/ui/pill.tsx";
import { toRows, type Row } from "./condition-rows.ts";
import { describeCondition } from "@guidon/engine/diff";
import { operatorWords } from "./operator-words.ts";

/** A condition to read: a line for each part. */
export function ConditionView({ condition }: { readonly condition: Condition }) {
  const { join, rows } = toRows(condition);
  if (rows.length === 0) return <p className="text-ink-2">if anyone asks</p>;
  return (
    <ul className="grid gap-1.5">
      {rows.map((row, index) => (
        // Lines have no name of their own; their place tells them apart.
        // eslint-disable-next-line react/no-array-index-key
        <li key={index} className="flex flex-wrap items-center gap-x-1.75 gap-y-1">
          <Joint index={index} join={join} />
          <RowView row={row} />
        </li>
      ))}
    </ul>
  );
}

export function Joint({ index, join }: { readonly index: number; readonly join: "all" | "any" }) {
  return (
    <span className="w-6.5 shrink-0 text-right text-xs text-ink-3">
      {index === 0 ? "if" : join === "all" ? "and" : "or"}
    </span>
  );
}

function RowView({ row }: { readonly row: Row }) {
  switch (row.kind) {
    case "clause":
      return <ClauseView clause={row.clause} negated={row.negated} />;
    case "segment":
      return (
        <>
          <span className="text-ink-2">is {row.negated && "not "}in segment</span>
          <Pill mono>{row.segment}</Pill>
        </>
      );
    case "flag":
      return (
        <>
          <span className="text-ink-2">flag</span>
          <Pill mono>{row.flag}</Pill>
          <span className="text-ink-2">{row.negated ? "does not serve" : "serves"}</span>
          {row.variants.map((variant) => (
            <Pill key={variant}>{variant}</Pill>
          ))}
        </>
      );
    case "other":
      return <span className="min-w-0">{describeCondition(row.condition)}</span>;
  }
}

const manyValues = 8;

function ClauseView({ clause, negated }: { readonly clause: Clause; readonly negated: boolean }) {
  const words = operatorWords[clause.op];
  const shown = clause.values.slice(0, manyValues);
  const more = clause.values.length - shown.length;
  return (
    <>
      <Pill mono>{clause.attribute === "" ? "…" : clause.attribute}</Pill>
      <span className="text-ink-2">{negated ? words.not : words.words}</span>
      {shown.map((value, index) => (
        <span key={`${typeof value}:${String(value)}`} className="contents">
          {index > 0 && clause.op === "between" && <span className="text-ink-2">and</span>}
          <Pill mono>{typeof value === "string" && value === "" ? "“”" : String(value)}</Pill>
        </span>
      ))}
      {more > 0 && (
        <span className="text-sm text-ink-2" title={clause.values.slice(manyValues).map(String).join(", ")}>
          and {more} more
        </span>
      )}
      {clause.op.startsWith("size") && <span className="text-ink-2">elements</span>}
      {clause.ignoreCase === true && <span className="text-sm text-ink-3">ignoring case</span>}
      {clause.quantifier === "all" && <span className="text-sm text-ink-3">for every element</span>}
    </>
  );
}
