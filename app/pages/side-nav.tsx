import { Link, NavLink } from "@remix-run/react";
import {
  BookOpen,
  Check,
  ChevronsUpDown,
  Flag,
  History,
  KeyRound,
  Layers,
  Plus,
  ScrollText,
  Settings2,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#app/ui/cn.ts";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#app/ui/menu.tsx";
import { BrandMark } from "./brand.tsx";

export interface NavProject {
  readonly key: string;
  readonly name: string;
}

export interface SideNavProps {
  readonly projects: readonly NavProject[];
  readonly current: NavProject | undefined;
  readonly mayCreateProject: boolean;
  readonly mayReadKeys: boolean;
  readonly onNavigate?: () => void;
}

/** The way between the places of a project. What does not work yet is not here. */
export function SideNav(props: SideNavProps) {
  const { projects, current, mayCreateProject, mayReadKeys, onNavigate } = props;
  const base = `/projects/${current?.key ?? ""}`;
  return (
    <div className="flex h-full flex-col gap-0.5 overflow-y-auto px-3 py-3.5">
      <Link
        to="/"
        onClick={onNavigate}
        className="mb-2 flex items-center gap-2.25 self-start rounded-md px-2 py-1 text-lg font-[650] tracking-[-0.01em]"
      >
        <BrandMark />
        Guidon
      </Link>
      <ProjectSwitcher projects={projects} current={current} mayCreate={mayCreateProject} />
      {current !== undefined && (
        <nav aria-label="Project" className="mt-2.5 grid gap-0.5">
          <Item to={`${base}/flags`} icon={<Flag />} onNavigate={onNavigate}>
            Flags
          </Item>
          <Caption>Insight</Caption>
          <Item to={`${base}/history`} icon={<History />} onNavigate={onNavigate}>
            History
          </Item>
          <Item to={`${base}/audit`} icon={<ScrollText />} onNavigate={onNavigate}>
            Audit log
          </Item>
          <Caption>Settings</Caption>
          <Item to={`${base}/environments`} icon={<Layers />} onNavigate={onNavigate}>
            Environments
          </Item>
          <Item to={`${base}/members`} icon={<Users />} onNavigate={onNavigate}>
            Members and roles
          </Item>
          {mayReadKeys && (
            <Item to={`${base}/keys`} icon={<KeyRound />} onNavigate={onNavigate}>
              API keys
            </Item>
          )}
          <Item to={`${base}/settings`} icon={<Settings2 />} onNavigate={onNavigate}>
            Project
          </Item>
        </nav>
      )}
      <nav aria-label="Help" className="mt-auto grid gap-0.5 pt-6">
        <a href="/api/reference" className={itemClass(false)}>
          <BookOpen aria-hidden className="size-4 shrink-0" />
          API reference
        </a>
      </nav>
    </div>
  );
}

function itemClass(here: boolean): string {
  return cn(
    "flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-ink-2 transition-colors -outline-offset-2 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3",
    here
      ? "bg-panel text-ink shadow-rest ring-1 ring-line [&_svg]:text-accent"
      : "hover:bg-line/50 hover:text-ink",
  );
}

function Item(props: {
  readonly to: string;
  readonly icon: ReactNode;
  readonly onNavigate: (() => void) | undefined;
  readonly children: ReactNode;
}) {
  return (
    <NavLink
      to={props.to}
      prefetch="intent"
      onClick={props.onNavigate}
      className={({ isActive }) => itemClass(isActive)}
    >
      {props.icon}
      {props.children}
    </NavLink>
  );
}

function Caption({ children }: { readonly children: ReactNode }) {
  return (
    <p className="px-2.5 pt-3.5 pb-1 text-2xs font-[550] tracking-[0.06em] text-ink-3 uppercase">
      {children}
    </p>
  );
}

function ProjectSwitcher(props: {
  readonly projects: readonly NavProject[];
  readonly current: NavProject | undefined;
  readonly mayCreate: boolean;
}) {
  const { projects, current, mayCreate } = props;
  return (
    <Menu
      label="Projects"
      className="w-50"
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
    >
      {projects.length > 0 && <MenuLabel>Projects</MenuLabel>}
      {projects.map((project) => (
        <MenuItem key={project.key} asChild>
          <Link to={`/projects/${project.key}/flags`}>
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
