import { ChevronsUpDown } from "lucide-react";
import { menuOnDemand } from "#app/ui/menu-on-demand.tsx";
import type { ProjectSwitcherProps } from "./nav-project.ts";

const ProjectMenu = menuOnDemand<ProjectSwitcherProps>(() =>
  import("./project-menu.tsx").then((part) => part.ProjectMenu),
);

export function ProjectSwitcher(props: ProjectSwitcherProps) {
  const { current } = props;
  return (
    <ProjectMenu
      {...props}
      trigger={
        <button
          type="button"
          className="flex h-9 items-center gap-2 rounded-md border border-line bg-panel px-2.5 text-left font-[550] shadow-rest transition-colors hover:border-line-strong"
        >
          <span className="sr-only">Project:</span>
          <span className="truncate">{current?.name ?? "Choose a project"}</span>
          <ChevronsUpDown aria-hidden className="ml-auto size-3.5 shrink-0 text-ink-3" />
        </button>
      }
    />
  );
}
