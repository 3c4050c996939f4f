import type { Condition } from "@guidon/engine";
import { Braces, ListTree, Plus } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { Menu, MenuItem } from "#app/ui/menu.tsx";
import { emptyClause, type Join } from "./condition-rows.ts";
import type { ConditionSurroundings } from "./condition-surroundings.ts";

export interface AddPartProps {
  readonly label: string;
  readonly surroundings: ConditionSurroundings;
  /** How the parts of a new group go together: otherwise than here, or it would need none. */
  readonly nested: Join;
  readonly onAdd: (part: Condition) => void;
}

/** The ways to add a part to a condition. */
export function AddPart({ label, surroundings, nested, onAdd }: AddPartProps) {
  const sample = () => ({
    sample: { by: ["targetingKey"], seed: surroundings.newSeed(), ranges: [[0, 10_000] as const] },
  });
  return (
    <div className="flex flex-wrap gap-1 pl-8">
      <Button size="sm" tone="ghost" onClick={() => onAdd(emptyClause)}>
        <Plus aria-hidden />
        Condition
      </Button>
      <Button
        size="sm"
        tone="ghost"
        onClick={() => onAdd(nested === "any" ? { any: [emptyClause] } : { all: [emptyClause] })}
      >
        <ListTree aria-hidden />
        Group
      </Button>
      <Menu
        label={`More to add to ${label}`}
        trigger={
          <Button size="sm" tone="ghost">
            <Braces aria-hidden />
            More
          </Button>
        }
      >
        <MenuItem onSelect={() => onAdd({ segment: "" })}>is in a segment</MenuItem>
        <MenuItem onSelect={() => onAdd({ flag: "", variants: [] })}>another flag serves</MenuItem>
        <MenuItem onSelect={() => onAdd(sample())}>is in a share of everybody</MenuItem>
        <MenuItem onSelect={() => onAdd({ some: "", where: emptyClause })}>an element of a list</MenuItem>
      </Menu>
    </div>
  );
}
