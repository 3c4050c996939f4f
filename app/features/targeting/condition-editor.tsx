import type { Condition } from "@guidon/engine";
import { Braces, Plus, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Segmented } from "#app/ui/segmented.tsx";
import { Textarea } from "#app/ui/input.tsx";
import { ClauseRow } from "./clause-row.tsx";
import { emptyClause, fromRows, toRows, type Row } from "./condition-rows.ts";
import { Joint } from "./condition-view.tsx";
import { describeCondition } from "@guidon/engine/diff";

export interface ConditionEditorProps {
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  readonly attributes: readonly string[];
}

/** A condition line by line; parts that need more than a line are shown in words and edited as JSON. */
export function ConditionEditor({ condition, onChange, attributes }: ConditionEditorProps) {
  const known = useId();
  const { join, rows } = toRows(condition);
  const set = (next: readonly Row[], nextJoin = join) => {
    onChange(fromRows({ join: nextJoin, rows: next }));
  };
  const replace = (index: number, row: Row) => {
    set(rows.map((each, at) => (at === index ? row : each)));
  };
  return (
    <div className="grid gap-2.5">
      <datalist id={known}>
        {attributes.map((attribute) => (
          <option key={attribute} value={attribute} />
        ))}
      </datalist>
      {rows.length > 1 && (
        <Segmented
          label="How the conditions go together"
          className="justify-self-start"
          value={join}
          onChange={(next) => {
            set(rows, next);
          }}
          options={[
            { value: "all", label: "all must hold" },
            { value: "any", label: "any is enough" },
          ]}
        />
      )}
      {rows.length === 0 && <p className="text-sm text-ink-2">No condition: this rule takes everyone.</p>}
      {rows.map((row, index) => (
        // Lines have no name of their own; their place tells them apart.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className="flex items-start gap-1.75">
          <span className="pt-1.5">
            <Joint index={index} join={join} />
          </span>
          {row.kind === "clause" ? (
            <ClauseRow
              clause={row.clause}
              negated={row.negated}
              attributes={known}
              label={`condition ${index + 1}`}
              onChange={(clause, negated) => {
                replace(index, { kind: "clause", clause, negated });
              }}
            />
          ) : (
            <JsonRow
              condition={fromRows({ join: "all", rows: [row] })}
              label={`condition ${index + 1}`}
              onChange={(next) => {
                replace(index, { kind: "other", condition: next });
              }}
            />
          )}
          <Button
            tone="ghost"
            size="icon-sm"
            className="mt-0.75"
            aria-label={`Remove condition ${index + 1}`}
            onClick={() => {
              set(rows.filter((_, at) => at !== index));
            }}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      <div className="flex flex-wrap gap-1 pl-8">
        <Button
          size="sm"
          tone="ghost"
          onClick={() => {
            set([...rows, { kind: "clause", negated: false, clause: emptyClause }]);
          }}
        >
          <Plus aria-hidden />
          Condition
        </Button>
        <Button
          size="sm"
          tone="ghost"
          onClick={() => {
            set([...rows, { kind: "other", condition: { any: [emptyClause, emptyClause] } }]);
          }}
        >
          <Braces aria-hidden />
          Nested, as JSON
        </Button>
      </div>
    </div>
  );
}

function JsonRow(props: {
  readonly condition: Condition;
  readonly label: string;
  readonly onChange: (condition: Condition) => void;
}) {
  const { condition, label, onChange } = props;
  const [text, setText] = useState(() => JSON.stringify(condition, null, 2));
  const [problem, setProblem] = useState<string>();
  return (
    <div className="grid min-w-0 flex-1 gap-1">
      <p className="text-sm text-ink-2">{describeCondition(condition)}</p>
      <Textarea
        mono
        aria-label={`JSON of ${label}`}
        aria-invalid={problem !== undefined || undefined}
        spellCheck={false}
        rows={Math.min(14, Math.max(4, text.split("\n").length))}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          try {
            const read: unknown = JSON.parse(event.target.value);
            if (typeof read !== "object" || read === null) throw new Error("a condition is an object");
            setProblem(undefined);
            onChange(read as Condition);
          } catch (error) {
            setProblem(error instanceof Error ? error.message : "not JSON");
          }
        }}
      />
      {problem !== undefined && <p className="text-xs text-kill-ink">{problem}</p>}
    </div>
  );
}
