import type { FieldProblem } from "#app/platform/problem.ts";
import type { Core, Group } from "./condition-rows.ts";
import type { ConditionSurroundings } from "./condition-surroundings.ts";

/** What every part of one condition has in common. */
export interface Within {
  readonly surroundings: ConditionSurroundings;
  /** The ids of lists of suggestions begin with this. */
  readonly suggestions: string;
}

/** What a row takes, besides what its kind holds. */
export interface RowInput {
  readonly negated: boolean;
  readonly label: string;
  readonly within: Within;
  /** Just added: its first field takes the focus. */
  readonly fresh: boolean;
  /** The id of what is said against it. */
  readonly describedBy: string | undefined;
  /** With pointers from the core. */
  readonly problems: readonly FieldProblem[];
  readonly onCore: (core: Core, negated: boolean) => void;
}

export interface GroupInput {
  readonly group: Group;
  readonly onChange: (group: Pick<Group, "join" | "parts">) => void;
  readonly within: Within;
  readonly problems: readonly FieldProblem[];
  /** What its parts are called, with a number after it: `condition 2`. */
  readonly label: string;
  readonly empty: string;
  /** Something around it says already how its parts go together. */
  readonly headless?: boolean;
}
