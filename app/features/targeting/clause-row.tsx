import type { Clause } from "@guidon/engine";
import { CaseSensitive } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/input.tsx";
import { Select } from "#app/ui/select.tsx";
import { clauseProblem, valuesFor } from "./clause-values.ts";
import { ClauseValues } from "./clause-values-input.tsx";
import { isOperator, operatorGroups, operators, operatorWords } from "./operator-words.ts";

export interface ClauseRowProps {
  readonly clause: Clause;
  readonly negated: boolean;
  readonly onChange: (clause: Clause, negated: boolean) => void;
  /** The id of a datalist with known attributes. */
  readonly attributes: string;
  readonly label: string;
}

/** One line of a condition, typed: attribute, what must hold, values in the form that the operator takes. */
export function ClauseRow({ clause, negated, onChange, attributes, label }: ClauseRowProps) {
  const shape = operatorWords[clause.op].values;
  const textual = shape === "text-list" || shape === "pattern-list" || shape === "typed-list";
  const problem = clauseProblem(clause);
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-start gap-1.5">
      <Input
        compact
        mono
        aria-label={`Attribute of ${label}`}
        list={attributes}
        placeholder="attribute"
        spellCheck={false}
        autoCapitalize="off"
        className="w-full sm:w-40"
        value={clause.attribute}
        onChange={(event) => {
          onChange({ ...clause, attribute: event.target.value }, negated);
        }}
      />
      <Select
        compact
        aria-label={`Operator of ${label}`}
        boxClassName="w-full sm:w-38"
        className="w-full"
        value={`${negated ? "not " : ""}${clause.op}`}
        onChange={(event) => {
          const not = event.target.value.startsWith("not ");
          const op = event.target.value.replace("not ", "");
          if (isOperator(op)) onChange({ ...clause, op, values: valuesFor(op, clause.values) }, not);
        }}
      >
        {operatorGroups.map((group) => (
          <optgroup key={group} label={group}>
            {operators
              .filter((op) => operatorWords[op].group === group)
              .flatMap((op) => [
                <option key={op} value={op}>
                  {operatorWords[op].words}
                </option>,
                <option key={`not ${op}`} value={`not ${op}`}>
                  {operatorWords[op].not}
                </option>,
              ])}
          </optgroup>
        ))}
      </Select>
      <ClauseValues
        clause={clause}
        label={label}
        onChange={(values) => {
          onChange({ ...clause, values }, negated);
        }}
      />
      {textual && (
        <Button
          tone="ghost"
          size="icon-sm"
          className="mt-0.75 aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
          aria-pressed={clause.ignoreCase === true}
          aria-label={`Ignore case in ${label}`}
          title="Ignore case"
          onClick={() => {
            const { ignoreCase, ...rest } = clause;
            onChange(ignoreCase === true ? rest : { ...clause, ignoreCase: true }, negated);
          }}
        >
          <CaseSensitive aria-hidden />
        </Button>
      )}
      {problem !== undefined && (
        <p className="w-full text-xs text-warn-ink" role="status">
          {problem}
        </p>
      )}
    </div>
  );
}
