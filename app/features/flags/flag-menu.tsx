import { Archive, ArchiveRestore } from "lucide-react";
import { Menu, MenuItem } from "#app/ui/menu.tsx";
import type { MenuOnDemandProps } from "#app/ui/menu-on-demand.tsx";
import type { FlagMenuProps } from "./flag-menu-props.ts";

/** What is seldom done with a flag. */
export function FlagMenu({ archived, onArchive, trigger, openedBy }: FlagMenuProps & MenuOnDemandProps) {
  return (
    <Menu align="end" label="More about this flag" trigger={trigger} openedBy={openedBy}>
      <MenuItem danger={!archived} onSelect={onArchive}>
        {archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
        {archived ? "Restore" : "Archive…"}
      </MenuItem>
    </Menu>
  );
}
