import type { Clause } from "@guidon/engine";
import { CaseSensitive, ListChecks } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/input.tsx";
import { Select } from "#app/ui/select.tsx";
import { messageAt } from "#app/platform/pointers.ts";
import { ClauseValues } from "./clause-values-input.tsx";
import { valuesFor } from "./clause-values.ts";
import { isOperator, operatorGroups, operators, operatorWords } from "./operator-words.ts";
import type { RowInput } from "./row-input.ts";

/** One line of a condition, typed: attribute, what must hold, values in the form that the operator takes. */
export function ClauseRow(props: RowInput & { readonly clause: Clause }) {
  const { clause, negated, label, within, fresh, describedBy, problems, onCore } = props;
  const { values: shape, group } = operatorWords[clause.op];
  const textual = shape === "text-list" || shape === "pattern-list" || shape === "typed-list";
  const nameless = messageAt(problems, "/attribute") !== undefined;
  const wrong = messageAt(problems, "/values") !== undefined;
  const set = (next: Clause, nextNegated = negated) => {
    onCore({ kind: "clause", clause: next }, nextNegated);
  };
  return (
    <div className="flex min-w-0 flex-wrap items-start gap-1.5">
      <Input
        compact
        mono
        aria-label={`Attribute of ${label}`}
        aria-invalid={nameless || undefined}
        aria-describedby={nameless ? describedBy : undefined}
        list={`${within.suggestions}-attributes`}
        placeholder="attribute"
        spellCheck={false}
        autoCapitalize="off"
        autoFocus={fresh}
        className="w-full sm:w-40"
        value={clause.attribute}
        onChange={(event) => {
          set({ ...clause, attribute: event.target.value });
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
          if (isOperator(op)) set(withOperator(clause, op), not);
        }}
      >
        {operatorGroups.map((each) => (
          <optgroup key={each} label={each}>
            {operators
              .filter((op) => operatorWords[op].group === each)
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
        // Another form begins anew.
        key={shape}
        clause={clause}
        label={label}
        describedBy={wrong ? describedBy : undefined}
        onChange={(values) => {
          set({ ...clause, values });
        }}
      />
      {textual && (
        <Toggle
          label={`Ignore case in ${label}`}
          title="Ignore case"
          pressed={clause.ignoreCase === true}
          onPress={() => {
            const { ignoreCase, ...rest } = clause;
            set(ignoreCase === true ? rest : { ...clause, ignoreCase: true });
          }}
        >
          <CaseSensitive aria-hidden />
        </Toggle>
      )}
      {shape !== "none" && group !== "List" && (
        <Toggle
          label={`Every element of a list in ${label}`}
          title="Where the attribute is a list: every element must do, not just any"
          pressed={clause.quantifier === "all"}
          onPress={() => {
            const { quantifier, ...rest } = clause;
            set(quantifier === "all" ? rest : { ...clause, quantifier: "all" });
          }}
        >
          <ListChecks aria-hidden />
        </Toggle>
      )}
    </div>
  );
}

/** The clause with another operator, and of its values and options those that still make sense. */
function withOperator({ attribute, values, ignoreCase, quantifier }: Clause, op: Clause["op"]): Clause {
  const { values: shape, group } = operatorWords[op];
  const textual = shape === "text-list" || shape === "pattern-list" || shape === "typed-list";
  return {
    ...{ attribute, op, values: valuesFor(op, values) },
    ...(textual && ignoreCase !== undefined ? { ignoreCase } : {}),
    ...(shape !== "none" && group !== "List" && quantifier !== undefined ? { quantifier } : {}),
  };
}

function Toggle(props: {
  readonly label: string;
  readonly title: string;
  readonly pressed: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Button
      tone="ghost"
      size="icon-sm"
      className="mt-0.75 aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
      aria-pressed={props.pressed}
      aria-label={props.label}
      title={props.title}
      onClick={props.onPress}
    >
      {props.children}
    </Button>
  );
}
