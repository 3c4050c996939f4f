import type { Condition } from "@guidon/engine";
import { useId } from "react";
import type { FieldProblem } from "#app/platform/problem.ts";
import { ConditionGroup } from "./condition-group.tsx";
import { fromGroup, toGroup } from "./condition-rows.ts";
import type { ConditionSurroundings } from "./condition-surroundings.ts";

export interface ConditionEditorProps {
  readonly value: Condition;
  readonly onChange: (value: Condition) => void;
  readonly surroundings: ConditionSurroundings;
  /** What is wrong with the condition, by JSON Pointers into it. */
  readonly problems?: readonly FieldProblem[];
  /** What a condition without parts means. */
  readonly empty?: string;
}

/** A condition to edit: parts that all must hold or of which any is enough, each of them a part or a group of its own. */
export function ConditionEditor(props: ConditionEditorProps) {
  const { value, onChange, surroundings, problems = [] } = props;
  const { empty = "No condition: this takes everyone." } = props;
  const suggestions = useId();
  return (
    <div className="grid gap-2.5">
      <datalist id={`${suggestions}-attributes`}>
        {surroundings.attributes.map((attribute) => (
          <option key={attribute} value={attribute} />
        ))}
      </datalist>
      <datalist id={`${suggestions}-segments`}>
        {surroundings.segments.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      <datalist id={`${suggestions}-flags`}>
        {surroundings.flags.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      <ConditionGroup
        group={toGroup(value)}
        onChange={(group) => {
          onChange(fromGroup(group));
        }}
        within={{ surroundings, suggestions }}
        problems={problems}
        label="condition"
        empty={empty}
      />
    </div>
  );
}
