import type { Condition } from "@guidon/engine";
import { MoreHorizontal } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#app/ui/menu.tsx";
import { emptyClause, fromRow, type Join, type Row } from "./condition-rows.ts";

export interface RowMenuProps {
  readonly row: Row;
  readonly label: string;
  readonly index: number;
  readonly count: number;
  /** How the group goes together that the row is in. */
  readonly join: Join;
  readonly onChange: (condition: Condition) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
  readonly onDuplicate: () => void;
  readonly onReplace: (parts: readonly Condition[]) => void;
}

/** What can be done with one part of a condition. */
export function RowMenu(props: RowMenuProps) {
  const { row, label, index, count, join, onChange, onMove, onRemove, onDuplicate, onReplace } = props;
  const { core, negated, wrappers } = row;
  const known = wrappers.includes("known");
  const plain = !negated && wrappers.length === 0;
  return (
    <Menu
      align="end"
      label={`What to do with ${label}`}
      trigger={
        <Button tone="ghost" size="icon-sm" className="mt-0.75" aria-label={`More about ${label}`}>
          <MoreHorizontal aria-hidden />
        </Button>
      }
    >
      <MenuItem onSelect={() => onChange(fromRow({ ...row, negated: !negated }))}>
        {negated ? "Take the “not” away" : "Turn into its opposite"}
      </MenuItem>
      <MenuItem
        disabled={known}
        onSelect={() => onChange(fromRow({ ...row, wrappers: ["known", ...wrappers] }))}
      >
        Count unknown as no
      </MenuItem>
      <MenuItem
        onSelect={() => {
          const both = [fromRow(row), emptyClause];
          onChange(join === "all" ? { any: both } : { all: both });
        }}
      >
        Group with an alternative
      </MenuItem>
      {core.kind === "group" && plain && (
        <MenuItem
          disabled={core.join !== join && core.parts.length > 1}
          onSelect={() => onReplace(core.parts)}
        >
          Dissolve the group
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem disabled={index === 0} onSelect={() => onMove(-1)}>
        Move up
      </MenuItem>
      <MenuItem disabled={index === count - 1} onSelect={() => onMove(1)}>
        Move down
      </MenuItem>
      <MenuItem onSelect={onDuplicate}>Duplicate</MenuItem>
      <MenuItem danger onSelect={onRemove}>
        Remove
      </MenuItem>
    </Menu>
  );
}
