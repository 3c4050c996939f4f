import { ArrowDown, ArrowUp, Copy, Trash2 } from "lucide-react";
import { Menu, MenuItem, MenuSeparator } from "#app/ui/menu.tsx";
import type { MenuOnDemandProps } from "#app/ui/menu-on-demand.tsx";
import type { RuleMenuProps } from "./rule-menu-props.ts";

/** What can be done with a rule as a whole. */
export function RuleMenu(props: RuleMenuProps & MenuOnDemandProps) {
  const { name, index, count, trigger, openedBy, onMove, onDuplicate, onRemove } = props;
  return (
    <Menu align="end" label={`What to do with ${name}`} trigger={trigger} openedBy={openedBy}>
      <MenuItem disabled={index === 0} onSelect={() => onMove(index - 1)}>
        <ArrowUp aria-hidden />
        Move up
      </MenuItem>
      <MenuItem disabled={index === count - 1} onSelect={() => onMove(index + 1)}>
        <ArrowDown aria-hidden />
        Move down
      </MenuItem>
      <MenuItem onSelect={onDuplicate}>
        <Copy aria-hidden />
        Duplicate
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger onSelect={onRemove}>
        <Trash2 aria-hidden />
        Remove
      </MenuItem>
    </Menu>
  );
}
