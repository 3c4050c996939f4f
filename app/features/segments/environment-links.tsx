import { NavLink } from "@remix-run/react";
import { clsx } from "clsx";
import { isProduction } from "#app/features/environments/production.ts";
import { useProject } from "#app/pages/project-context.tsx";

/** The way between the environments; each has segments of its own. */
export function EnvironmentLinks() {
  const { project, environments } = useProject();
  return (
    <nav aria-label="Environment" className="flex flex-wrap gap-1.5">
      {environments.map((environment) => (
        <NavLink
          key={environment.key}
          to={`/projects/${project.key}/segments/${environment.key}`}
          prefetch="intent"
          className={({ isActive }) =>
            clsx(
              "inline-flex h-8 items-center rounded-full border px-3 text-sm font-[550] transition-colors",
              isActive && isProduction(environment) && "border-prod bg-prod text-on-prod",
              isActive && !isProduction(environment) && "border-accent bg-accent-soft text-accent-ink",
              !isActive && "border-line bg-panel text-ink-2 hover:border-line-strong hover:text-ink",
            )
          }
        >
          {environment.name}
        </NavLink>
      ))}
    </nav>
  );
}
