import { Link } from "@remix-run/react";
import { Check, Plus } from "lucide-react";
import type { MenuOnDemandProps } from "#app/ui/menu-on-demand.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#app/ui/menu.tsx";
import type { ProjectSwitcherProps } from "./nav-project.ts";

/** What hangs on the button of the project. */
export function ProjectMenu({
  projects,
  current,
  mayCreate,
  trigger,
  openedBy,
}: ProjectSwitcherProps & MenuOnDemandProps) {
  return (
    <Menu label="Projects" className="w-50" trigger={trigger} openedBy={openedBy}>
      {projects.length > 0 && <MenuLabel>Projects</MenuLabel>}
      {projects.map((project) => (
        <MenuItem key={project.key} asChild>
          <Link to={`/projects/${project.key}/overview`}>
            <span className="truncate">{project.name}</span>
            {project.key === current?.key && <Check aria-label="current" className="ml-auto" />}
          </Link>
        </MenuItem>
      ))}
      {mayCreate && (
        <>
          {projects.length > 0 && <MenuSeparator />}
          <MenuItem asChild>
            <Link to="/projects/new">
              <Plus aria-hidden />
              New project
            </Link>
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
