import { useLocation } from "@remix-run/react";
import { clsx } from "clsx";
import {
  BookOpen,
  Building2,
  Flag,
  History,
  KeyRound,
  Layers,
  LayoutDashboard,
  Rocket,
  ScrollText,
  Server,
  Settings2,
  UserRound,
  Users,
  UsersRound,
} from "lucide-react";
import type { ReactNode } from "react";
import { Chip } from "#app/ui/chip.tsx";
import { FollowedLinks, PageLink } from "#app/ui/links.tsx";
import { BrandMark } from "./brand.tsx";
import type { NavProject } from "./nav-project.ts";
import { ProjectSwitcher } from "./project-switcher.tsx";
import type { Totals } from "./use-totals.tsx";

export interface SideNavProps {
  readonly projects: readonly NavProject[];
  readonly current: NavProject | undefined;
  readonly mayCreateProject: boolean;
  readonly mayReadKeys: boolean;
  readonly mayReadPeople: boolean;
  readonly mayReadSso: boolean;
  readonly totals: Totals | null;
  readonly onNavigate?: () => void;
}

/** The way between the places of a project, or outside of one between those of the installation. What does not work yet is not here. */
export function SideNav(props: SideNavProps) {
  const { projects, current, totals, mayCreateProject, mayReadKeys, onNavigate } = props;
  const base = `/projects/${current?.key ?? ""}`;
  return (
    <FollowedLinks onFollow={onNavigate}>
      <div className="flex h-full flex-col gap-0.5 overflow-y-auto px-3 py-3.5">
        <PageLink
          to="/"
          className="mb-2 flex items-center gap-2.25 self-start rounded-md px-2 py-1 text-lg font-[650] tracking-[-0.01em]"
        >
          <BrandMark />
          Guidon
        </PageLink>
        <ProjectSwitcher projects={projects} current={current} mayCreate={mayCreateProject} />
        {current !== undefined && (
          <nav aria-label="Project" className="mt-2.5 grid gap-0.5">
            <Item to={`${base}/overview`} icon={<LayoutDashboard />}>
              Overview
            </Item>
            <Item
              to={`${base}/flags`}
              also={[`${base}/new-flag`]}
              icon={<Flag />}
              count={totals?.flags}
              alarm={killedWords(totals?.killed)}
            >
              Flags
            </Item>
            <Item
              to={`${base}/segments`}
              also={[`${base}/new-segment`]}
              icon={<UsersRound />}
              count={totals?.segments}
            >
              Segments
            </Item>
            <Item to={`${base}/layers`} icon={<Layers />} count={totals?.layers}>
              Layers
            </Item>
            <Caption>Insight</Caption>
            <Item to={`${base}/history`} icon={<History />}>
              History
            </Item>
            <Item to={`${base}/audit`} icon={<ScrollText />}>
              Audit log
            </Item>
            <Caption>Settings</Caption>
            <Item to={`${base}/environments`} also={[`${base}/new-environment`]} icon={<Server />}>
              Environments
            </Item>
            <Item to={`${base}/members`} also={[`${base}/roles`, `${base}/new-role`]} icon={<Users />}>
              Members and roles
            </Item>
            {mayReadKeys && (
              <Item to={`${base}/keys`} icon={<KeyRound />}>
                API keys
              </Item>
            )}
            <Item to={`${base}/settings`} icon={<Settings2 />}>
              Project
            </Item>
          </nav>
        )}
        {current === undefined && (
          <nav aria-label="Installation" className="mt-2.5 grid gap-0.5">
            <Item to="/account" icon={<UserRound />}>
              Account
            </Item>
            {props.mayReadPeople && (
              <>
                <Item to="/people" icon={<UsersRound />}>
                  People
                </Item>
                <Item to="/audit" icon={<ScrollText />}>
                  Audit log
                </Item>
              </>
            )}
            {props.mayReadSso && (
              <Item to="/sso" icon={<Building2 />}>
                Single sign-on
              </Item>
            )}
          </nav>
        )}
        <nav aria-label="Help" className="mt-auto grid gap-0.5 pt-6">
          {current !== undefined && (
            <Item to={`${base}/start`} icon={<Rocket />}>
              Get started
            </Item>
          )}
          <a href="/api/reference" className={itemClass(false)}>
            <BookOpen aria-hidden className="size-4 shrink-0" />
            API reference
          </a>
        </nav>
      </div>
    </FollowedLinks>
  );
}

function killedWords(killed: number | undefined): string | undefined {
  return killed === undefined || killed === 0 ? undefined : `${killed} killed`;
}

function itemClass(here: boolean): string {
  return clsx(
    "flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-ink-2 transition-colors -outline-offset-2 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3",
    here
      ? "bg-panel text-ink shadow-rest ring-1 ring-line [&_svg]:text-accent"
      : "hover:bg-line/50 hover:text-ink",
  );
}

function Item(props: {
  readonly to: string;
  readonly icon: ReactNode;
  /** What belongs to it and has an address of its own. */
  readonly also?: readonly string[];
  readonly count?: number | undefined;
  /** In red: what somebody should know of. */
  readonly alarm?: string | undefined;
  readonly children: ReactNode;
}) {
  const { pathname } = useLocation();
  const isHere = pathname === props.to || pathname.startsWith(`${props.to}/`);
  const isPart = props.also?.some((address) => pathname.startsWith(address)) ?? false;
  return (
    <PageLink
      to={props.to}
      aria-current={isHere ? "page" : undefined}
      className={itemClass(isHere || isPart)}
    >
      {props.icon}
      {props.children}
      {props.alarm !== undefined && (
        <Chip tone="kill" className="ml-auto">
          {props.alarm}
        </Chip>
      )}
      {props.count !== undefined && (
        <span
          className={clsx("text-xs font-normal text-ink-3 tabular", props.alarm === undefined && "ml-auto")}
        >
          {props.count}
        </span>
      )}
    </PageLink>
  );
}

function Caption({ children }: { readonly children: ReactNode }) {
  return (
    <p className="px-2.5 pt-3.5 pb-1 text-2xs font-[550] tracking-[0.06em] text-ink-3 uppercase">
      {children}
    </p>
  );
}
