import { Link, useMatches } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import { Fragment } from "react";

export interface Crumb {
  readonly label: string;
  readonly to?: string;
}

/** What a route exports as `handle`, so that it appears in the way from the project to the page. */
export interface CrumbHandle {
  readonly crumbs: (match: {
    data: unknown;
    params: Readonly<Record<string, string | undefined>>;
  }) => Crumb[];
}

function hasCrumbs(handle: unknown): handle is CrumbHandle {
  return typeof handle === "object" && handle !== null && "crumbs" in handle;
}

export function Crumbs() {
  const crumbs = useMatches().flatMap((match) => (hasCrumbs(match.handle) ? match.handle.crumbs(match) : []));
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-ink-2">
        {crumbs.map((crumb, index) => {
          const last = index === crumbs.length - 1;
          return (
            <Fragment key={`${crumb.label}:${String(index)}`}>
              {index > 0 && (
                <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3 max-sm:hidden" />
              )}
              <li className={last ? "truncate font-[550] text-ink" : "shrink-0 max-sm:hidden"}>
                {last || crumb.to === undefined ? (
                  <span aria-current={last ? "page" : undefined}>{crumb.label}</span>
                ) : (
                  <Link
                    to={crumb.to}
                    className="rounded-sm hover:text-ink hover:underline underline-offset-3"
                  >
                    {crumb.label}
                  </Link>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
